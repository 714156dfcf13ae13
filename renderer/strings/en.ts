import { commandStrings } from './en-commands.ts';
import { decisionStrings } from './en-decision.ts';
import { enforcementStrings } from './en-enforcement.ts';
import { evidenceStrings } from './en-evidence.ts';
import { shellStrings } from './en-shell.ts';

/** Every sentence of the window, in English. */
export const en = {
  ...shellStrings,
  ...commandStrings,
  ...evidenceStrings,
  ...decisionStrings,
  ...enforcementStrings,
} as const;
export type MessageKey = keyof typeof en;
