import type { Case } from '../../../contract/case.ts';
import type { StoredCase } from '../store/cache/opened-case.ts';
import { wasViewed } from '../store/work/viewed-query.ts';
import type { Desk } from './desk.ts';
import { makeCommand, putIntoOutbox } from './make-command.ts';

/** Records for the audit that a version was looked at, once for each version. */
export function recordView(desk: Desk, stored: StoredCase, shown: Case): void {
  if (wasViewed(desk.work, shown.id, shown.version)) return;
  const command = makeCommand(desk, stored.current, {
    type: 'viewed',
    caseVersion: shown.version,
    evidenceId: null,
  });
  desk.commitWork((tx) => putIntoOutbox(tx, desk, stored.current, command));
  desk.courier.commandsMade([command.id]);
}
