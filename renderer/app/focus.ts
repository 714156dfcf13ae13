import { flushSync } from 'react-dom';
import type { FocusTarget } from '../commands/command.ts';
import type { WindowStore } from '../stores/window.ts';

const panes = ['queue', 'evidence', 'decision'] as const;

/** Where each target is found. Components mark themselves with data-focus. In a narrow window its drawer opens. */
export function createFocus(document: Document, window: WindowStore): (target: FocusTarget) => void {
  const find = (name: string) => document.querySelector<HTMLElement>(`[data-focus="${name}"]`);
  const focusOn = (name: string): boolean => {
    const element = find(name);
    if (element === null || !element.checkVisibility({ visibilityProperty: true })) return false;
    element.focus();
    return true;
  };

  /**
   * What a command has just opened is rendered at once, so that the next key typed is already its own; what is not
   * there even then, after a change of room or in a closed drawer, is looked for again when it is painted.
   */
  const focusSoon = (name: string): void => {
    if (find(name) === null) flushSync(() => undefined);
    const focused = focusOn(name);
    const pane = panes.find((one) => find(one)?.contains(find(name)));
    const { drawer, setDrawer } = window.getState();
    if (pane !== undefined && (!focused || drawer !== null)) setDrawer(pane === 'evidence' ? null : pane);
    if (!focused) requestAnimationFrame(() => focusOn(name));
  };

  function cycle(by: 1 | -1): void {
    const here = panes.findIndex((pane) => find(pane)?.contains(document.activeElement));
    const next = here === -1 ? (by === 1 ? 0 : panes.length - 1) : (here + by + panes.length) % panes.length;
    focusSoon(panes[next] ?? 'queue');
  }

  return (target) => {
    switch (target) {
      case 'next-pane':
        return cycle(1);
      case 'previous-pane':
        return cycle(-1);
      case 'leave-field': {
        const active = document.activeElement;
        if (!(active instanceof HTMLElement) || active === document.body) return;
        // The pane keeps the focus, so that the keys that follow are its own.
        const pane = active.closest<HTMLElement>(
          '[data-focus="queue"],[data-focus="evidence"],[data-focus="decision"]',
        );
        if (pane !== null && pane !== active) pane.focus();
        else active.blur();
        return;
      }
      default:
        return focusSoon(target);
    }
  };
}
