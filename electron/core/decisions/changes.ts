import { announceCase, type Desk } from '../cases/desk.ts';

/** After a commit that put commands into the outbox, or took some back: memory follows the disk, then the window. */
export const afterCommands = (desk: Desk, caseId: string, commandIds: readonly string[]): void =>
  afterCommandsOn(desk, [caseId], commandIds);

export function afterCommandsOn(desk: Desk, caseIds: readonly string[], commandIds: readonly string[]): void {
  desk.overlay.refreshCases(caseIds);
  desk.courier.commandsMade(commandIds);
  for (const caseId of caseIds) announceCase(desk, caseId);
  desk.announce({ event: 'decisions' });
}

/** After a draft was saved, brought back or thrown away. */
export function afterDraft(desk: Desk, caseId: string, badgeChanged: boolean): void {
  if (!badgeChanged) return;
  desk.overlay.refreshCases([caseId]);
  announceCase(desk, caseId);
}
