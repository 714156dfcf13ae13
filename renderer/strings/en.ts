import { approvalStrings } from './en-approvals.ts';
import { auditStrings } from './en-audit.ts';
import { breakStrings } from './en-breaks.ts';
import { commandStrings } from './en-commands.ts';
import { decisionStrings } from './en-decision.ts';
import { deviceStrings } from './en-devices.ts';
import { enforcementStrings } from './en-enforcement.ts';
import { changeStrings } from './en-changes.ts';
import { evidenceStrings } from './en-evidence.ts';
import { appealStrings } from './en-appeals.ts';
import { lateStrings } from './en-late.ts';
import { nearDuplicateStrings } from './en-near-duplicates.ts';
import { shellStrings } from './en-shell.ts';
import { teamStrings } from './en-team.ts';

/** Every sentence of the window, in English. */
export const en = {
  ...shellStrings,
  ...breakStrings,
  ...commandStrings,
  ...evidenceStrings,
  ...decisionStrings,
  ...changeStrings,
  ...nearDuplicateStrings,
  ...enforcementStrings,
  ...auditStrings,
  ...deviceStrings,
  ...approvalStrings,
  ...appealStrings,
  ...lateStrings,
  ...teamStrings,
} as const;
export type MessageKey = keyof typeof en;
