import type { ReactNode } from 'react';
import { SettleApprovalDialog } from './approvals/settle-approval-dialog.tsx';
import { AttentionDialog } from './attention-dialog.tsx';
import { BatchAnswersDialog } from './near-duplicates/batch-answers-dialog.tsx';
import { NearDuplicatesDialog } from './near-duplicates/near-duplicates-dialog.tsx';
import { DecidedDialog } from './decided-dialog.tsx';
import { DiagnosticsDialog } from './diagnostics-dialog.tsx';
import { EndShiftDialog } from './end-shift-dialog.tsx';
import { SettleLateDialog } from './late/settle-late-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { PaletteDialog } from './palette-dialog.tsx';
import { SignInAgainDialog } from './sign-in-again-dialog.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { caseDialogs } from '../decision/case-dialogs.tsx';
import { ChangedEvidenceDialog } from '../evidence/changed-evidence-dialog.tsx';
import { OpenAddressDialog } from '../evidence/open-address-dialog.tsx';
import { AskAgainDialog } from '../rooms/ask-again-dialog.tsx';
import { EndDeviceDialog } from '../rooms/end-device-dialog.tsx';
import { MarkAwayDialog } from '../rooms/team/mark-away-dialog.tsx';
import { ReassignDialog } from '../rooms/team/reassign-dialog.tsx';
import { UndoReassignDialog } from '../rooms/team/undo-reassign-dialog.tsx';
import { DiscardDraftDialog } from '../rooms/sync/discard-draft-dialog.tsx';
import { useFrom } from '../stores/stores.ts';
import type { DialogName } from '../stores/window.ts';

const dialogs: Readonly<Record<DialogName, () => ReactNode>> = {
  palette: PaletteDialog,
  keys: KeysDialog,
  'near-duplicates': NearDuplicatesDialog,
  'batch-answers': BatchAnswersDialog,
  attention: AttentionDialog,
  decided: DecidedDialog,
  'ask-again': AskAgainDialog,
  'end-device': EndDeviceDialog,
  'settle-approval': SettleApprovalDialog,
  'settle-late': SettleLateDialog,
  reassign: ReassignDialog,
  'undo-reassign': UndoReassignDialog,
  'mark-away': MarkAwayDialog,
  'discard-draft': DiscardDraftDialog,
  'changed-evidence': ChangedEvidenceDialog,
  'open-address': OpenAddressDialog,
  'end-shift': EndShiftDialog,
  diagnostics: DiagnosticsDialog,
  'sign-out': SignOutDialog,
  'sign-in-again': SignInAgainDialog,
  ...caseDialogs,
};

/** The dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useFrom('window', (state) => state.dialog);
  if (dialog === null) return null;
  const View = dialogs[dialog];
  return <View />;
}
