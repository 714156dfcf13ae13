import type { AttentionItem, BridgeInput, Failure } from '../../contract/bridge.ts';
import { changedItems } from '../stores/changed-evidence.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';
import { showCase } from './queue.ts';

/** Does what was chosen about one thing that needs attention; null once it is done. */
export async function resolveAttention(
  stores: Stores,
  choice: BridgeInput<'attention.resolve'>,
): Promise<Failure | null> {
  const answer = await stores.bridge.invoke('attention.resolve', choice);
  if (!answer.ok) return answer;
  await stores.attention.getState().load({});
  if (choice.choice === 'dismiss') return null;
  stores.openedCase.getState().forget(answer.value.caseId);
  if (choice.choice === 'reopen') {
    stores.window.getState().close();
    await showCase(stores, answer.value.caseId);
  }
  return null;
}

/** The one that was chosen, else the one on the case on screen, else the first. */
function wanted(stores: Stores): AttentionItem | undefined {
  const items = changedItems(stores.attention.getState());
  const { id } = stores.changedEvidence.getState();
  const { caseId } = stores.openedCase.getState();
  return items.find((item) => item.id === id) ?? items.find((item) => item.caseId === caseId) ?? items[0];
}

async function look(stores: Stores, item: AttentionItem): Promise<void> {
  stores.changedEvidence.getState().choose(item.id);
  stores.window.getState().open('changed-evidence');
  await stores.changedEvidence.getState().load();
}

const canChoose =
  (choice: 'confirm' | 'reopen'): Guard =>
  ({ stores }) => {
    const { value } = stores.changedEvidence.getState();
    const item = changedItems(stores.attention.getState()).find(({ id }) => id === value?.id);
    if (item === undefined || !item.choices.includes(choice)) return 'guard.nothing-changed';
    return choice === 'confirm' && value?.newest === null ? 'guard.not-arrived' : null;
  };

async function choose(stores: Stores, choice: 'confirm' | 'reopen'): Promise<void> {
  const { value, fail, clear } = stores.changedEvidence.getState();
  if (value === null) return;
  const { id, newest } = value;
  const compared = choice === 'confirm' && newest !== null ? { caseVersion: newest } : {};
  const failure = await resolveAttention(stores, { id, choice, ...compared });
  if (failure !== null) {
    // What is there now is shown: it may be another version.
    await stores.changedEvidence.getState().load();
    fail(failure);
    return;
  }
  clear();
  const next = changedItems(stores.attention.getState())[0];
  if (choice === 'reopen') return;
  stores.window.getState().say('said.confirmed-changed');
  if (next === undefined) stores.window.getState().close();
  else await look(stores, next);
}

/** What is done where evidence changed after a decision: look, then confirm or reopen (D11). */
export const attentionCommands: readonly Command[] = [
  {
    id: 'attention.difference',
    title: 'command.attention.difference',
    group: 'decision',
    keys: ['Shift+v'],
    guard: ({ stores }) =>
      changedItems(stores.attention.getState()).length === 0 ? 'guard.nothing-changed' : null,
    run: async ({ stores }) => {
      const item = wanted(stores);
      if (item !== undefined) await look(stores, item);
    },
  },
  {
    id: 'attention.reopen',
    title: 'command.attention.reopen',
    group: 'decision',
    keys: ['o'],
    dialog: 'changed-evidence',
    hidden: true,
    guard: canChoose('reopen'),
    run: ({ stores }) => choose(stores, 'reopen'),
  },
  {
    id: 'attention.confirm',
    title: 'command.attention.confirm',
    group: 'decision',
    keys: ['c'],
    dialog: 'changed-evidence',
    hidden: true,
    guard: canChoose('confirm'),
    run: ({ stores }) => choose(stores, 'confirm'),
  },
];
