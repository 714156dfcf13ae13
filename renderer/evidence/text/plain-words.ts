import { findSuspicions } from '../../text/suspicious.ts';

/**
 * Words of a stranger where only text can stand: in a label of a picture, or the name of something. What cannot be seen
 * is left out, and the rest is isolated, so that it cannot turn the words beside it.
 */
export function plainWords(text: string): string {
  let from = 0;
  let words = '';
  for (const { kind, start, end } of findSuspicions(text)) {
    if (kind === 'look-alike' || kind === 'styled-letter') continue;
    words += text.slice(from, start);
    from = end;
  }
  return `\u2068${words}${text.slice(from)}\u2069`;
}
