import type { FocusTarget } from '../commands/command.ts';

const panes = ['queue', 'evidence', 'decision'] as const;

/** Where each target is found. Components mark themselves with data-focus. */
export function createFocus(document: Document): (target: FocusTarget) => void {
  const find = (name: string) => document.querySelector<HTMLElement>(`[data-focus="${name}"]`);
  const focusOn = (name: string): boolean => {
    const element = find(name);
    element?.focus();
    return element !== null;
  };

  /** After a room change the target is not there yet: it is looked for once more when it is painted. */
  const focusSoon = (name: string): void => {
    if (!focusOn(name)) requestAnimationFrame(() => focusOn(name));
  };

  function cycle(by: 1 | -1): void {
    const here = panes.findIndex((pane) => find(pane)?.contains(document.activeElement));
    const next = here === -1 ? (by === 1 ? 0 : panes.length - 1) : (here + by + panes.length) % panes.length;
    focusOn(panes[next] ?? 'queue');
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
