import type { Command } from './command.ts';
import { hasCase } from './queue.ts';

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
