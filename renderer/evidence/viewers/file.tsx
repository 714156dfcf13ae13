import { FileFacts } from './file-facts.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** A document, a sound or a film: what is known of the file. */
export function FileViewer({ view, panelId, tabId }: PanelProps<null>) {
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <FileFacts view={view} wide />
    </ViewFrame>
  );
}
