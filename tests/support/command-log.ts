import type { Page } from '@playwright/test';

export type LoggedKey = Readonly<{ commandId: string; did: string }>;

/**
 * What keys did, from the window's own log of commands. React hands its trees to a developer tool where there is one,
 * and the log is in the context of one of them: the window that ships needs no opening for it. Before the page is opened.
 */
export async function followCommandLog(page: Page): Promise<{ take(): Promise<readonly LoggedKey[]> }> {
  await page.addInitScript(installHook);
  return {
    /** What was logged since this was asked last. */
    take: () => page.evaluate(takeLog),
  };
}

type Fiber = { memoizedProps?: { value?: unknown } | null; child: Fiber | null; sibling: Fiber | null };
type Hooked = Window & { docketRoots?: Set<{ current: Fiber }> };

function installHook(): void {
  const roots = new Set<{ current: Fiber }>();
  (window as Hooked).docketRoots = roots;
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      checkDCE: () => {},
      onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => void roots.add(root),
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
    },
  });
}

function takeLog(): { commandId: string; did: string }[] {
  const find = (fiber: Fiber | null): { commandId: string; did: string }[] | null => {
    for (let one = fiber; one !== null; one = one.sibling) {
      const value = one.memoizedProps?.value as { log?: unknown; dispatcher?: unknown } | null | undefined;
      if (value !== null && typeof value === 'object' && Array.isArray(value.log) && 'dispatcher' in value)
        return value.log as { commandId: string; did: string }[];
      const below = find(one.child);
      if (below !== null) return below;
    }
    return null;
  };
  for (const root of (window as Hooked).docketRoots ?? []) {
    const log = find(root.current);
    if (log !== null) return log.splice(0).map(({ commandId, did }) => ({ commandId, did }));
  }
  throw new Error('the page has no log of commands');
}
