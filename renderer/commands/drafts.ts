import type { BridgeResult, Failure } from '../../contract/bridge.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, CommandContext, FocusTarget } from './command.ts';
import { showCase } from './queue.ts';
import { enter } from './window.ts';

export type ListedDraft = BridgeResult<'sync.report'>['drafts'][number];

const listed = (stores: Stores): readonly ListedDraft[] => stores.sync.getState().value?.drafts ?? [];

/** The list is read anew where it is not on screen: it may be old. */
async function refresh(stores: Stores): Promise<void> {
  await stores.decisionForm.getState().flush();
  await stores.sync.getState().load({});
}

const places: readonly FocusTarget[] = ['rationale', 'message-subject', 'message-body'];

/** Shows its case, with the caret where it was when the draft was left. */
async function openDraft({ stores, focus }: CommandContext, caseId: string): Promise<void> {
  await showCase(stores, caseId);
  const { caret } = stores.decisionForm.getState().content;
  // Who has the case no more can read what they wrote, and write no more.
  const isGone = stores.openedCase.getState().opened?.gone !== null;
  const place = places.find((one) => one === caret?.field);
  focus(isGone || place === undefined ? 'decision' : place);
}

/** Throws a draft away; what was typed on the case on screen goes with it. Null once it is gone. */
export async function discardDraft(stores: Stores, caseId: string): Promise<Failure | null> {
  const form = stores.decisionForm.getState();
  if (form.caseId === caseId) {
    await form.discard();
    const { failure } = stores.decisionForm.getState();
    if (failure !== null) return failure;
  } else {
    const answer = await stores.bridge.invoke('draft.discard', { caseId: caseId as ListedDraft['caseId'] });
    if (!answer.ok) return answer;
  }
  stores.openedCase.getState().forget(caseId);
  stores.window.getState().chooseDraft(null);
  await stores.sync.getState().load({});
  return null;
}

/** Decisions in the making: found, taken up and thrown away (D10). */
export const draftCommands: readonly Command[] = [
  {
    id: 'drafts.list',
    title: 'command.drafts.list',
    group: 'rooms',
    keys: ['Shift+u'],
    run: async ({ stores, focus }) => {
      enter(stores, 'sync');
      await refresh(stores);
      if (listed(stores).length === 0) stores.window.getState().say('sync.drafts.none');
      else focus('drafts');
    },
  },
  {
    id: 'drafts.open',
    title: 'command.drafts.open',
    group: 'decision',
    keys: ['Shift+o'],
    run: async (context) => {
      const { stores } = context;
      const { chosenDraft, room } = stores.window.getState();
      if (room === 'sync' && chosenDraft !== null) return openDraft(context, chosenDraft);
      await refresh(stores);
      const onScreen = room === 'review' ? stores.openedCase.getState().caseId : null;
      const newest = listed(stores).find(({ caseId }) => caseId !== onScreen);
      if (newest === undefined) stores.window.getState().say('said.no-other-draft');
      else await openDraft(context, newest.caseId);
    },
  },
  {
    id: 'drafts.discard',
    title: 'command.drafts.discard',
    group: 'rooms',
    keys: ['Delete'],
    guard: ({ stores }) => {
      const { room, chosenDraft } = stores.window.getState();
      return room === 'sync' && chosenDraft !== null ? null : 'guard.no-draft-chosen';
    },
    run: ({ stores }) => stores.window.getState().open('discard-draft'),
  },
  {
    id: 'decision.discard',
    title: 'command.decision.discard',
    group: 'decision',
    keys: [],
    guard: ({ stores }) => (stores.decisionForm.getState().revision === 0 ? 'guard.no-draft' : null),
    run: async ({ stores }) => {
      const { caseId } = stores.decisionForm.getState();
      await refresh(stores);
      stores.window.getState().chooseDraft(caseId);
      stores.window.getState().open('discard-draft');
    },
  },
];
