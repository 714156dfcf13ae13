import type { CaseId } from '../../contract/primitives.ts';
import type { EvidenceView } from '../../contract/bridge.ts';
import { isCoverable } from '../rules/coverable.ts';
import { choiceOf } from '../stores/evidence-view.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';
import { hasCase } from './queue.ts';

/** The evidence item on screen; null on the tab of notes. */
export function shownItem(stores: Stores): EvidenceView | null {
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

/** It is not here, and asking for it may help. */
export const isFetchable = ({ status }: EvidenceView): boolean =>
  status === 'missing' || status === 'mismatch' || status === 'expired';

const canFetch: Guard = ({ stores }) => {
  const view = shownItem(stores);
  return view !== null && isFetchable(view) ? null : 'guard.nothing-to-fetch';
};

const coveredField = (view: EvidenceView): string | null =>
  view.masked.find(({ revealed }) => !revealed)?.field ?? null;

const canReveal: Guard = ({ stores }) => {
  const view = shownItem(stores);
  if (view === null) return 'guard.nothing-covered';
  // What is not here yet cannot be shown, and must not be recorded as if it had been.
  const canBeShown = isCoverable(view.item) && view.url !== null;
  return canBeShown || coveredField(view) !== null ? null : 'guard.nothing-covered';
};

/** What can be shown in two ways in the item on screen. */
function otherView(stores: Stores): string | null {
  const view = shownItem(stores);
  if (view?.item.kind === 'document') return choiceOf.thumbnails;
  switch (view?.document?.kind) {
    case 'payments':
      return choiceOf.logarithmic;
    case 'links':
      return choiceOf.picture;
    case 'job-post': {
      const { evidence } = stores.openedCase.getState().opened ?? { evidence: [] };
      const isTranslated = evidence.some(({ item }) => item.translationOf === view.item.id);
      return isTranslated ? choiceOf.translated(view.item.id) : null;
    }
    default:
      return null;
  }
}

function changesOf(stores: Stores): string | null {
  const view = shownItem(stores);
  const { document } = view ?? {};
  const hasEarlier =
    (document?.kind === 'job-post' || document?.kind === 'profile') && document.earlier.length > 0;
  return view !== null && hasEarlier ? choiceOf.changes(view.item.id) : null;
}

function toggle(stores: Stores, choice: string | null): void {
  const { choices, choose } = stores.evidenceView.getState();
  if (choice !== null) choose(choice, !(choices.get(choice) ?? false));
}

const canZoom: Guard = ({ stores }) => {
  const kind = shownItem(stores)?.item.kind;
  return kind === 'image' || kind === 'document' ? null : 'guard.nothing-to-zoom';
};

const canFind: Guard = ({ stores }) =>
  shownItem(stores)?.document?.kind === 'messages' ? null : 'guard.nothing-to-search';
const isFinding: Guard = ({ stores }) =>
  stores.evidenceView.getState().words === null ? 'guard.nothing-looked-for' : null;

/** Shows covered content, or uncovers the next covered field. Returns what covers the content again. */
function reveal(stores: Stores): (() => void) | null {
  const view = shownItem(stores);
  if (view === null) return null;
  const { id } = view.item;
  if (!isCoverable(view.item)) {
    void revealCovered(stores, id, coveredField(view));
    return null;
  }
  if (stores.evidenceView.getState().uncovered.has(id)) return null;
  void revealCovered(stores, id, null);
  return () => stores.evidenceView.getState().cover(id);
}

/** What keys do in the evidence pane. */
export function createEvidenceCommands(): readonly Command[] {
  let coverAgain: (() => void) | null = null;
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
      run: ({ stores }) => {
        coverAgain = reveal(stores);
      },
      // By its button it stays until it is covered; by its key, for as long as the key is held.
      letGo: () => {
        coverAgain?.();
        coverAgain = null;
      },
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
      id: 'evidence.other-view',
      title: 'command.evidence.other-view',
      group: 'evidence',
      keys: ['c'],
      guard: ({ stores }) => (otherView(stores) === null ? 'guard.no-other-view' : null),
      run: ({ stores }) => toggle(stores, otherView(stores)),
    },
    {
      id: 'evidence.changes',
      title: 'command.evidence.changes',
      group: 'evidence',
      keys: ['Shift+c'],
      guard: ({ stores }) => (changesOf(stores) === null ? 'guard.no-earlier-version' : null),
      run: ({ stores }) => toggle(stores, changesOf(stores)),
    },
    {
      id: 'evidence.find',
      title: 'command.evidence.find',
      group: 'evidence',
      keys: ['$mod+f'],
      guard: canFind,
      everywhere: true,
      run: ({ stores, focus }) => {
        const { words, lookFor } = stores.evidenceView.getState();
        if (words === null) lookFor('');
        focus('find');
      },
    },
    ...(
      [
        ['evidence.find-next', 'command.evidence.find-next', 'F3', 1],
        ['evidence.find-previous', 'command.evidence.find-previous', 'Shift+F3', -1],
      ] as const
    ).map(([id, title, key, by]): Command => ({
      id,
      title,
      group: 'evidence',
      keys: [key],
      guard: isFinding,
      everywhere: true,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().stepFound(by),
    })),
    ...(
      [
        ['evidence.zoom-in', 'command.evidence.zoom-in', ['='], 1],
        ['evidence.zoom-out', 'command.evidence.zoom-out', ['-'], -1],
        ['evidence.zoom-fit', 'command.evidence.zoom-fit', ['0'], 0],
      ] as const
    ).map(([id, title, keys, by]): Command => ({
      id,
      title,
      group: 'evidence',
      keys,
      guard: canZoom,
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().zoomBy(by),
    })),
    {
      id: 'evidence.turn',
      title: 'command.evidence.turn',
      group: 'evidence',
      keys: [],
      guard: canZoom,
      run: ({ stores }) => stores.evidenceView.getState().turn(),
    },
    {
      id: 'evidence.invert',
      title: 'command.evidence.invert',
      group: 'evidence',
      keys: [],
      guard: ({ stores }) => (shownItem(stores)?.item.kind === 'image' ? null : 'guard.nothing-to-zoom'),
      run: ({ stores }) => stores.evidenceView.getState().invert(),
    },
    ...(
      [
        ['evidence.next-page', 'command.evidence.next-page', 1],
        ['evidence.previous-page', 'command.evidence.previous-page', -1],
      ] as const
    ).map(([id, title, by]): Command => ({
      id,
      title,
      group: 'evidence',
      keys: [],
      guard: ({ stores }) => (shownItem(stores)?.item.kind === 'document' ? null : 'guard.no-pages'),
      repeats: true,
      run: ({ stores }) => stores.evidenceView.getState().stepPage(by),
    })),
    {
      id: 'evidence.fetch',
      title: 'command.evidence.fetch',
      group: 'evidence',
      keys: [],
      guard: canFetch,
      run: async ({ stores }) => {
        const view = shownItem(stores);
        const { caseId } = stores.openedCase.getState();
        if (view === null || caseId === null) return;
        await stores.bridge.invoke('evidence.fetch', {
          caseId: caseId as CaseId,
          evidenceId: view.item.id,
        });
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
