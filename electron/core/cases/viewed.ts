import type { Case } from '../../../contract/case.ts';
import type { StoredCase } from '../store/cache/opened-case.ts';
import { wasViewed } from '../store/work/viewed-query.ts';
import type { Desk } from './desk.ts';
import { makeCommand, putIntoOutbox } from './make-command.ts';

export type Viewed = Readonly<{
  /** As the feed last gave it: a view is of the assignment held now. */
  stored: Pick<StoredCase, 'current'>;
  shown: Case;
}>;

/** Records for the audit which versions were looked at, once for each version, in one commit. */
export function recordViews(desk: Desk, views: readonly Viewed[]): void {
  const commands = views
    .filter(({ shown }) => !wasViewed(desk.work, shown.id, shown.version))
    .map(({ stored, shown }) => ({
      of: stored.current,
      command: makeCommand(desk, stored.current, {
        type: 'viewed',
        caseVersion: shown.version,
        evidenceId: null,
      }),
    }));
  if (commands.length === 0) return;
  desk.commitWork((tx) => {
    for (const { of, command } of commands) putIntoOutbox(tx, desk, of, command);
  });
  desk.courier.commandsMade(commands.map(({ command }) => command.id));
}
