import { offerShown, seenOf } from '../stores/late-offer.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';
import { canDecide, showNextAfter } from './decision.ts';

/** The view that a person must have before another's is known is an outcome; the core holds that (D8). */
const hasView = (stores: Stores): boolean =>
  offerShown(stores)?.canSee === true || stores.decisionForm.getState().content.outcome !== null;

const canSee: Guard = (context) => {
  const { stores } = context;
  const why = canDecide(context);
  if (why !== null) return why;
  if (offerShown(stores) === null) return 'guard.no-late-offer';
  return hasView(stores) ? null : 'guard.no-view-yet';
};

const canAdopt: Guard = (context) => {
  const { stores } = context;
  const why = canSee(context);
  if (why !== null) return why;
  return seenOf(stores.lateSeen.getState(), offerShown(stores)) === null ? 'guard.not-compared' : null;
};

/** What a colleague decided too late on the case on screen: shown beside what is in the form, and taken or left. */
export const lateCommands: readonly Command[] = [
  {
    id: 'decision.see-late',
    title: 'command.decision.see-late',
    group: 'decision',
    keys: ['Shift+l'],
    guard: canSee,
    run: async ({ stores }) => {
      const offer = offerShown(stores);
      if (offer === null) return;
      const { lateSeen, decisionForm, window } = stores;
      if (seenOf(lateSeen.getState(), offer) === null) lateSeen.getState().clear();
      decisionForm.getState().dismissFailure();
      window.getState().open('compare-late');
      // The outcome that was just chosen must be on disk before the core shows another's.
      await decisionForm.getState().flush();
      await lateSeen.getState().load({ decisionId: offer.decisionId });
    },
  },
  {
    id: 'decision.adopt',
    title: 'command.decision.adopt',
    group: 'decision',
    keys: ['a'],
    dialog: 'compare-late',
    guard: canAdopt,
    run: async ({ stores, focus }) => {
      const offer = offerShown(stores);
      if (offer === null) return;
      const own = await stores.decisionForm.getState().adopt(offer.decisionId);
      if (own === null) {
        stores.window.getState().open('compare-late');
        return;
      }
      stores.window.getState().close();
      stores.window.getState().say('said.adopted');
      await showNextAfter(stores, focus, offer.caseId);
    },
  },
  {
    id: 'decision.keep-mine',
    title: 'command.decision.keep-mine',
    group: 'decision',
    keys: ['k'],
    dialog: 'compare-late',
    hidden: true,
    run: ({ stores }) => {
      stores.window.getState().close();
      stores.window.getState().say('said.kept-mine');
    },
  },
];
