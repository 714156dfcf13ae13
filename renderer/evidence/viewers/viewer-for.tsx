import type { ReactNode } from 'react';
import { DetectionViewer } from './detection.tsx';
import { DocumentViewer } from './document.tsx';
import { HistoryViewer } from './history.tsx';
import { ImageViewer } from './image.tsx';
import { JobPostViewer } from './job-post.tsx';
import { LinksViewer } from './links.tsx';
import { MediaViewer } from './media.tsx';
import { MessagesViewer } from './messages.tsx';
import { PaymentsViewer } from './payments.tsx';
import { ProfileViewer } from './profile.tsx';
import { ReportViewer } from './report.tsx';
import { SignInsViewer } from './sign-ins.tsx';
import type { PanelProps } from './viewer.ts';

/** The viewer of an item that is here: by what the document is, and by the kind for bytes. */
export function viewerFor(props: PanelProps): ReactNode {
  const { document } = props;
  if (document === null) {
    const bytes = { ...props, document };
    switch (props.view.item.kind) {
      case 'image':
        return <ImageViewer {...bytes} />;
      case 'media':
        return <MediaViewer {...bytes} />;
      default:
        return <DocumentViewer {...bytes} />;
    }
  }
  switch (document.kind) {
    case 'job-post':
      return <JobPostViewer {...props} document={document} />;
    case 'messages':
      return <MessagesViewer {...props} document={document} />;
    case 'profile':
      return <ProfileViewer {...props} document={document} />;
    case 'detection':
      return <DetectionViewer {...props} document={document} />;
    case 'payments':
      return <PaymentsViewer {...props} document={document} />;
    case 'links':
      return <LinksViewer {...props} document={document} />;
    case 'sign-ins':
      return <SignInsViewer {...props} document={document} />;
    case 'history':
      return <HistoryViewer {...props} document={document} />;
    case 'report':
      return <ReportViewer {...props} document={document} />;
  }
}
