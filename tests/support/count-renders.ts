import type { Page } from '@playwright/test';

type Counts = Readonly<{ commits: number; renders: number; components: Readonly<Record<string, number>> }>;

/**
 * Counts what React does in the very build that ships: React reports each commit to a developer tool's hook when
 * there is one. A component counts when it was called, not when React passed it by. Before the page is opened.
 */
export async function countRenders(
  page: Page,
): Promise<{ during(act: () => Promise<unknown>): Promise<Counts> }> {
  await page.addInitScript(installHook);
  return {
    async during(act) {
      await page.evaluate(() => (window as Hooked).docketRenders?.reset());
      await act();
      return page.evaluate(() => {
        const hook = (window as Hooked).docketRenders;
        if (!hook) throw new Error('the page never gave React a hook');
        return hook.read();
      });
    },
  };
}

type Hooked = Window & { docketRenders?: { reset(): void; read(): Counts } };

/** Runs in the page, before any of its scripts. The shape of a fiber is React 19's own. */
function installHook(): void {
  type Fiber = {
    tag: number;
    flags: number;
    type: unknown;
    child: Fiber | null;
    sibling: Fiber | null;
    alternate: Fiber | null;
  };
  const CALLED = new Set([0, 1, 11, 14, 15]);
  const PERFORMED_WORK = 1;
  let commits = 0;
  let renders = 0;
  let components: Record<string, number> = {};

  const nameOf = (type: unknown): string => {
    if (typeof type === 'function') return type.name || 'anonymous';
    if (typeof type !== 'object' || type === null) return 'anonymous';
    const { type: inner, render } = type as { type?: unknown; render?: unknown };
    return nameOf(inner ?? render);
  };
  const visit = (fiber: Fiber, isNew: boolean): void => {
    if (CALLED.has(fiber.tag) && (isNew || (fiber.flags & PERFORMED_WORK) !== 0)) {
      renders += 1;
      const name = nameOf(fiber.type);
      components[name] = (components[name] ?? 0) + 1;
    }
    // The same child as before: React went past this subtree.
    if (!isNew && fiber.alternate?.child === fiber.child) return;
    for (let child = fiber.child; child; child = child.sibling) visit(child, child.alternate === null);
  };

  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      checkDCE: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => {
        commits += 1;
        visit(root.current, root.current.alternate === null);
      },
    },
    docketRenders: {
      reset: () => {
        commits = 0;
        renders = 0;
        components = {};
      },
      read: () => ({ commits, renders, components }),
    },
  });
}
