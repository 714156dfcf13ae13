import type { BatchUndo, NearDuplicate } from '../../contract/batch.ts';
import type { BridgeResult } from '../../contract/bridge.ts';
import type { BatchId } from '../../contract/primitives.ts';
import { toAskAbout } from '../rules/decide-together.ts';
import { whatIsMissing } from '../rules/what-is-missing.ts';
import { chosenOf, type BatchOutcome } from '../stores/near-duplicates.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, CommandContext, Guard } from './command.ts';
import { canDecide, formContext, showNextAfter } from './decision.ts';
import { showCase } from './queue.ts';

const hasGroup: Guard = (context) =>
  canDecide(context) ?? (context.stores.nearDuplicates.getState().total > 1 ? null : 'guard.no-duplicates');

/** Reads the group and shows it. What is typed is on disk first, as before every step away from the form. */
async function openGroup(stores: Stores): Promise<void> {
  const context = formContext(stores);
  if (context === null) return;
  const { content, dismissFailure, flush } = stores.decisionForm.getState();
  dismissFailure();
  stores.window.getState().open('near-duplicates');
  await flush();
  await stores.nearDuplicates.getState().read(toAskAbout(content, context.of, context.catalogue));
}

/** Each chosen case is decided on its own, in one commit; the next case follows (D13). */
async function submitGroup({ stores, focus }: CommandContext): Promise<void> {
  const context = formContext(stores);
  const group = stores.nearDuplicates.getState();
  const form = stores.decisionForm.getState();
  if (context === null || group.reading || form.submitting) return;
  const [missing] = whatIsMissing(form.content, context.of, context.catalogue);
  if (missing !== undefined) {
    stores.window.getState().say(`decision.missing.${missing.why}`, { ...missing }, 'warning');
    if (missing.field === 'rationale') {
      focus('group-rationale');
      return;
    }
    stores.window.getState().close();
    focus(missing.field);
    return;
  }
  const chosen = chosenOf(group);
  if (chosen.length === 0) {
    stores.window.getState().say('group.none-chosen', {}, 'warning');
    return;
  }
  const result = await form.submitTogether(
    chosen.map(({ caseId, caseVersion }) => ({ caseId, caseVersion })),
  );
  if (result === null) return;
  const outcome = outcomeOf(result, group.members);
  const decided = outcome.answers.filter(({ did }) => did === 'decided');
  const refused = outcome.answers.length - decided.length;
  group.came(outcome);
  for (const { caseId } of decided) stores.openedCase.getState().forget(caseId);
  stores.window.getState().close();
  const counts = { count: decided.length, refused };
  if (refused > 0) {
    stores.window.getState().say('said.group.partly', counts, 'warning');
    stores.window.getState().open('batch-answers');
  } else stores.window.getState().say(context.offline ? 'said.group.kept' : 'said.group.held', counts);
  if (decided.some(({ caseId }) => caseId === context.of.id)) {
    await showNextAfter(stores, focus, context.of.id);
  } else await stores.openedCase.getState().reload();
}

function outcomeOf(
  { batchId, answers }: BridgeResult<'decision.submitBatch'>,
  members: readonly NearDuplicate[],
): BatchOutcome {
  const known = new Map(members.map((member) => [member.caseId, member]));
  return {
    batchId,
    answers: answers.map(({ caseId, did, detail }) => ({
      caseId,
      did,
      detail,
      reference: known.get(caseId)?.reference ?? '',
      title: known.get(caseId)?.title ?? '',
    })),
  };
}

/** The batch of the newest submission that can still be taken back; null when that was a decision on one case. */
export async function newestBatch(stores: Stores): Promise<BatchId | null> {
  const answer = await stores.bridge.invoke('decision.recent', { count: 50 });
  if (!answer.ok) return null;
  const newest = answer.value.decisions.find(
    ({ state, undo }) => state !== 'acknowledged' && undo !== 'none',
  );
  return newest?.batchId ?? null;
}

/** Takes a whole batch back, and says case by case what came of it. Null when nothing was taken back. */
export async function takeBackBatch(
  stores: Stores,
  batchId: BatchId,
): Promise<BatchUndo['answers'][number] | null> {
  const answer = await stores.bridge.invoke('decision.undoBatch', { batchId });
  if (!answer.ok) {
    stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    return null;
  }
  const { answers } = answer.value;
  for (const { caseId } of answers) stores.openedCase.getState().forget(caseId);
  stores.nearDuplicates.getState().came({ batchId, answers: answers.map((one) => ({ ...one, detail: '' })) });
  const undone = answers.filter(({ did }) => did === 'withdrawn').length;
  if (undone === answers.length) stores.window.getState().say('said.group.undone', { count: undone });
  else {
    stores.window
      .getState()
      .say('said.group.undone-partly', { count: undone, of: answers.length }, 'warning');
    stores.window.getState().open('batch-answers');
  }
  return answers.find(({ did }) => did === 'withdrawn' || did === 'recall') ?? null;
}

/** The batch whose answers are shown, while one of its decisions has not been acknowledged. */
export function undoableBatch(stores: Pick<Stores, 'nearDuplicates' | 'decisions'>): BatchId | null {
  const batchId = stores.nearDuplicates.getState().outcome?.batchId ?? null;
  const decisions = stores.decisions.getState().value?.decisions ?? [];
  const isUndoable = decisions.some(
    (own) => own.batchId === batchId && own.state !== 'acknowledged' && own.undo !== 'none',
  );
  return isUndoable ? batchId : null;
}

const inGroup = (
  id: string,
  keys: readonly string[],
  run: Command['run'],
  more: Partial<Command> = {},
): Command => ({
  id: `group.${id}`,
  title: `command.group.${id}` as Command['title'],
  group: 'decision',
  keys,
  dialog: 'near-duplicates',
  hidden: true,
  run,
  ...more,
});

/** Near-duplicates of the case on screen, decided together. */
export const nearDuplicateCommands: readonly Command[] = [
  {
    id: 'decision.together',
    title: 'command.decision.together',
    group: 'decision',
    keys: ['Shift+n'],
    guard: hasGroup,
    run: ({ stores }) => openGroup(stores),
  },
  inGroup('next', ['j'], ({ stores }) => stores.nearDuplicates.getState().move(1), {
    repeats: true,
  }),
  inGroup('previous', ['k'], ({ stores }) => stores.nearDuplicates.getState().move(-1), {
    repeats: true,
  }),
  inGroup('toggle', ['Space'], ({ stores }) => stores.nearDuplicates.getState().toggle()),
  inGroup('toggle-all', ['a'], ({ stores }) => stores.nearDuplicates.getState().toggleAll()),
  inGroup('rationale', ['n'], ({ focus }) => focus('group-rationale')),
  {
    // What was refused is read under the same clock that holds the others: the key must work there too.
    id: 'group.undo',
    title: 'command.group.undo',
    group: 'decision',
    keys: ['z'],
    dialog: 'batch-answers',
    hidden: true,
    guard: ({ stores }) => (undoableBatch(stores) === null ? 'guard.nothing-held' : null),
    run: async ({ stores }) => {
      const batchId = undoableBatch(stores);
      if (batchId === null) return;
      stores.window.getState().close();
      const undone = await takeBackBatch(stores, batchId);
      if (undone !== null) await showCase(stores, undone.caseId);
    },
  },
  inGroup('submit', ['$mod+Enter'], submitGroup, { everywhere: true, guard: canDecide }),
];
