/** What a person says about themselves: breaks, and harm types that they opt out of. */
import type { PersonCommand } from '../../contract/command.ts';
import { actorOf, type CommandContext } from './context.ts';
import { applied, type StoredAnswer } from './outcome.ts';

export async function applyPersonCommand(
  context: CommandContext,
  command: PersonCommand,
): Promise<StoredAnswer> {
  const { tx, at, caller, changes } = context;
  switch (command.type) {
    case 'take-break':
      await tx.query('update person set on_break_since = coalesce(on_break_since, $2) where id = $1', [
        caller.id,
        at,
      ]);
      break;
    case 'end-break':
      await tx.query('update person set on_break_since = null where id = $1', [caller.id]);
      break;
    case 'opt-out':
      await tx.query('update person set opted_out = $2::text[] where id = $1', [
        caller.id,
        [...new Set(command.harmTypes)],
      ]);
      break;
    default:
      throw new Error(`no handler for ${(command satisfies never as PersonCommand).type}`);
  }
  // Which harm types somebody would rather not see is nobody's business but that of who gives out work.
  changes.audit({
    kind: `person.${command.type}`,
    ...actorOf(caller),
    details: {
      madeAt: command.madeAt,
      ...(command.type === 'opt-out' ? { count: new Set(command.harmTypes).size } : {}),
    },
  });
  return applied(at);
}
