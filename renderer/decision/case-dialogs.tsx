import type { ReactNode } from 'react';
import type { DialogName } from '../stores/window.ts';
import { CompareLateDialog } from './compare-late-dialog.tsx';
import { EscalateDialog } from './escalate-dialog.tsx';
import { FlagPatternDialog } from './flag-pattern-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { PolicySearchDialog } from './policy-search-dialog.tsx';
import { PresetDialog } from './preset-dialog.tsx';
import { RecuseDialog } from './recuse-dialog.tsx';
import { ReleaseDialog, SkipDialog } from './release-dialogs.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

/** Dialogs about the case on screen. */
export const caseDialogs = {
  escalate: EscalateDialog,
  snooze: SnoozeDialog,
  skip: SkipDialog,
  recuse: RecuseDialog,
  release: ReleaseDialog,
  'hand-over': HandOverDialog,
  note: NoteDialog,
  'flag-pattern': FlagPatternDialog,
  preset: PresetDialog,
  'policy-search': PolicySearchDialog,
  'compare-late': CompareLateDialog,
} as const satisfies Partial<Record<DialogName, () => ReactNode>>;
