/** The only two channels between the page and the main process. */
export const INVOKE_CHANNEL = 'docket:invoke';
export const EVENT_CHANNEL = 'docket:event';
