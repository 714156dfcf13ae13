import type { EvidenceView } from '../../contract/bridge.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';
import { hasCase } from './queue.ts';

/** The evidence item on screen; null on the tab of notes. */
function shownItem(stores: Stores): EvidenceView | null {
  const { tab, tabs } = stores.evidenceView.getState();
  const id = tab ?? tabs[0];
  return stores.openedCase.getState().opened?.evidence.find(({ item }) => item.id === id) ?? null;
}

/** Uncovers a field, or a picture (null), once that is recorded; says why when it cannot be. */
export async function revealCovered(stores: Stores, evidenceId: string, field: string | null): Promise<void> {
  const failure = await stores.evidenceView.getState().reveal(evidenceId, field);
  if (failure !== null) {
    stores.window.getState().say(`failure.${failure.code}`, { detail: failure.detail }, 'warning');
  }
}

const coveredField = (view: EvidenceView): string | null =>
  view.masked.find(({ revealed }) => !revealed)?.field ?? null;

const canReveal: Guard = ({ stores }) => {
  const view = shownItem(stores);
  if (view === null) return 'guard.nothing-covered';
  return view.item.kind === 'image' || coveredField(view) !== null ? null : 'guard.nothing-covered';
};

/** A picture shows and hides; of covered fields the next one is uncovered. */
function reveal(stores: Stores): void {
  const view = shownItem(stores);
  if (view === null) return;
  const { uncovered, cover, uncover } = stores.evidenceView.getState();
  const { id, kind, graphic } = view.item;
  if (kind !== 'image') void revealCovered(stores, id, coveredField(view));
  else if (uncovered.has(id)) cover(id);
  else if (graphic) void revealCovered(stores, id, null);
  else uncover(id);
}

/** What keys do in the evidence pane. */
export function createEvidenceCommands(): readonly Command[] {
  return [
    {
      id: 'evidence.scroll-down',
      title: 'command.evidence.scroll-down',
      group: 'evidence',
      keys: ['Space'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().scrollBy(1),
    },
    {
      id: 'evidence.scroll-up',
      title: 'command.evidence.scroll-up',
      group: 'evidence',
      keys: ['Shift+Space'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().scrollBy(-1),
    },
    {
      id: 'evidence.next-highlight',
      title: 'command.evidence.next-highlight',
      group: 'evidence',
      keys: ['t'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().stepHighlight(1),
    },
    {
      id: 'evidence.previous-highlight',
      title: 'command.evidence.previous-highlight',
      group: 'evidence',
      keys: ['Shift+t'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().stepHighlight(-1),
    },
    {
      id: 'evidence.previous-tab',
      title: 'command.evidence.previous-tab',
      group: 'evidence',
      keys: ['BracketLeft'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().moveTab(-1),
    },
    {
      id: 'evidence.next-tab',
      title: 'command.evidence.next-tab',
      group: 'evidence',
      keys: ['BracketRight'],
      guard: hasCase,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().moveTab(1),
    },
    ...([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((n): Command => ({
      id: `evidence.tab-${n}`,
      title: `command.evidence.tab-${n}`,
      group: 'evidence',
      keys: [`Alt+Digit${n}`],
      guard: hasCase,
      hidden: true,
      everywhere: true,
      run: ({ stores }) => stores.evidenceView.getState().openNthTab(n - 1),
    })),
    {
      id: 'evidence.reveal',
      title: 'command.evidence.reveal',
      group: 'evidence',
      keys: ['.'],
      guard: canReveal,
      run: ({ stores }) => reveal(stores),
    },
    {
      id: 'evidence.cover',
      title: 'command.evidence.cover',
      group: 'evidence',
      keys: ['b'],
      guard: hasCase,
      run: ({ stores }) => {
        const view = shownItem(stores);
        if (view !== null) stores.evidenceView.getState().cover(view.item.id);
      },
    },
    {
      id: 'evidence.take-newer',
      title: 'command.evidence.take-newer',
      group: 'evidence',
      keys: ['$mod+Shift+e'],
      guard: ({ stores }) => (stores.openedCase.getState().opened?.newer ? null : 'guard.nothing-new'),
      everywhere: true,
      run: ({ stores }) => stores.openedCase.getState().takeNewer(),
    },
  ];
}
