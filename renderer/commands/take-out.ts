import { mayTakeOut } from '../../contract/people.ts';
import { addressesIn } from '../text/addresses-in.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';
import { shownItem } from './evidence.ts';

const isAllowed = (stores: Stores): boolean => {
  const { session } = stores.session.getState();
  return session.is !== 'signed-out' && mayTakeOut(session.account.role);
};

const canCopy: Guard = ({ stores }) => {
  if (!isAllowed(stores)) return 'guard.stays-in-docket';
  return stores.evidenceView.getState().selected.length > 0 ? null : 'guard.nothing-selected';
};

const canOpen: Guard = ({ stores }) => {
  if (!isAllowed(stores)) return 'guard.stays-in-docket';
  const document = shownItem(stores)?.document ?? null;
  return document !== null && addressesIn(document).length > 0 ? null : 'guard.no-address';
};

/** Records that the words that are selected were copied; false where they must stay. */
export function noteCopy(stores: Stores): boolean {
  const view = shownItem(stores);
  const { caseId } = stores.openedCase.getState();
  if (!isAllowed(stores)) {
    stores.window.getState().say('guard.stays-in-docket', {}, 'warning');
    return false;
  }
  if (view === null || caseId === null) return false;
  void stores.bridge
    .invoke('evidence.takeOut', { caseId, evidenceId: view.item.id, address: null })
    .then((answer) => {
      if (!answer.ok)
        stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    });
  return true;
}

/** What leaves Docket: copied words, and addresses for the system's browser. Both are recorded. */
export const takeOutCommands: readonly Command[] = [
  {
    id: 'evidence.copy',
    title: 'command.evidence.copy',
    group: 'evidence',
    // The system's own key copies what is selected; this is its palette entry.
    keys: [],
    guard: canCopy,
    run: () => void document.execCommand('copy'),
  },
  {
    id: 'evidence.open-address',
    title: 'command.evidence.open-address',
    group: 'evidence',
    keys: ['Shift+w'],
    guard: canOpen,
    run: ({ stores }) => stores.window.getState().open('open-address'),
  },
];
