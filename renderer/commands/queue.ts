import type { QueueFilter, QueueRow } from '../../contract/bridge.ts';
import type { Command, CommandContext, Guard } from './command.ts';
import { afterPaint } from '../stores/after-paint.ts';
import { everything } from '../stores/queue.ts';
import type { Stores } from '../stores/stores.ts';

export const hasQueue: Guard = ({ stores }) =>
  stores.queue.getState().total === 0 ? 'guard.empty-queue' : null;
export const hasCase: Guard = ({ stores }) =>
  stores.openedCase.getState().opened === null ? 'guard.no-case' : null;

const AHEAD = 3;

/** Shows the case at a place of the queue, and has the next three at hand. */
export async function showCaseAt(stores: Stores, index: number): Promise<void> {
  if (showAtHand(stores, index)) {
    // What follows must not be in the way of the frame that shows it.
    await afterPaint();
    if (stores.queue.getState().active !== index) return;
  }
  const row = await activateSaved(stores, index);
  if (row === null) return;
  await stores.openedCase.getState().open(row.caseId);
  prefetchAfter(stores, index);
}

/** Shows the case at a place of the queue in this very moment, where all of it is here; false where it is not. */
function showAtHand(stores: Stores, index: number): boolean {
  const { rows, activate } = stores.queue.getState();
  const row = rows.get(index);
  if (row === undefined || !stores.openedCase.getState().show(row.caseId)) return false;
  void activate(index);
  return true;
}

/** Makes a place the active one. What was typed is on disk before its case can be asked for again. */
async function activateSaved(stores: Stores, index: number): Promise<QueueRow | null> {
  const activated = stores.queue.getState().activate(index);
  await stores.decisionForm.getState().flush();
  const row = await activated;
  return stores.queue.getState().active === index ? row : null;
}

/** Shows a case by its id: in its place of the queue where it has one. */
export async function showCase(stores: Stores, caseId: string): Promise<void> {
  stores.window.getState().go('review');
  const index = await stores.queue.getState().indexOf(caseId);
  if (index !== null) return showCaseAt(stores, index);
  stores.queue.setState({ active: -1 });
  await stores.openedCase.getState().open(caseId);
}

/** The cases that the next keys lead to: the neighbours, and those that a decision leads to. */
function prefetchAfter(stores: Stores, index: number): void {
  const { rows, ensure, undecidedAfter } = stores.queue.getState();
  void ensure(index, index + AHEAD + 30);
  const next = new Set<string>();
  const want = (place: number): void => {
    const row = rows.get(place);
    if (row !== undefined) next.add(row.caseId);
  };
  want(index + 1);
  for (let place = undecidedAfter(index); place !== null && next.size < AHEAD; place = undecidedAfter(place))
    want(place);
  stores.openedCase.getState().prefetch([...next]);
}

/** A held key that lets go rests where it is. Longer than the usual pause between two repeats. */
const REST_MS = 120;

/**
 * The first of the moves that fall into a frame is answered at once; of those that follow it in that frame, which can
 * show no more than one case, only the last place counts. While a key is held the cases pass by unopened, so that none
 * counts as viewed that nobody could read; where it rests, the case opens.
 */
function createMove(): (context: CommandContext, by: 1 | -1, held: boolean) => void {
  /** Where the keys of this frame have led; null before the first. */
  let planned: number | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;

  async function pass(stores: Stores, index: number): Promise<void> {
    rest = setTimeout(() => {
      if (stores.queue.getState().active === index) void showCaseAt(stores, index);
    }, REST_MS);
    const row = await activateSaved(stores, index);
    if (row !== null) stores.openedCase.getState().pass(row.caseId);
  }

  return ({ stores }, by, held) => {
    const { active, total } = stores.queue.getState();
    const from = planned ?? active;
    const to = from === -1 ? 0 : from + by;
    if (to < 0 || to >= total) {
      stores.window.getState().say(by === 1 ? 'said.end-of-queue' : 'said.start-of-queue');
      return;
    }
    const go = (index: number) => void (held ? pass(stores, index) : showCaseAt(stores, index));
    const isFirst = planned === null;
    planned = to;
    clearTimeout(rest);
    if (!isFirst) return;
    go(to);
    requestAnimationFrame(() => {
      const index = planned;
      planned = null;
      if (index !== null && index !== to) go(index);
    });
  };
}

/** The next case without a decision, after the active one; wraps to the start once. */
export async function showNextUndecided(stores: Stores): Promise<boolean> {
  const queue = stores.queue.getState();
  const index = (await queue.nextUndecided(queue.active)) ?? (await queue.nextUndecided(-1));
  if (index === null || index === queue.active) {
    stores.window.getState().say('said.no-undecided');
    return false;
  }
  await showCaseAt(stores, index);
  return true;
}

const hasOthers: Guard = ({ stores }) =>
  (stores.openedCase.getState().opened?.others.length ?? 0) > 0 ? null : 'guard.no-other-of-subject';

const filterCommand = (id: string, title: Command['title'], filter: Partial<QueueFilter>): Command => ({
  id,
  title,
  group: 'queue',
  keys: [],
  run: ({ stores }) =>
    stores.queue
      .getState()
      .setFilter(Object.keys(filter).length === 0 ? everything : { ...everything, ...filter }),
});

const orderCommand = (order: 'priority' | 'due' | 'newest'): Command => ({
  id: `queue.order-${order}`,
  title: `command.queue.order-${order}`,
  group: 'queue',
  keys: [],
  run: ({ stores }) => stores.queue.getState().setOrder(order),
});

export function createQueueCommands(): readonly Command[] {
  const move = createMove();
  return [
    {
      id: 'queue.next',
      title: 'command.queue.next',
      group: 'queue',
      keys: ['j'],
      guard: hasQueue,
      repeats: true,
      run: (context, held) => move(context, 1, held),
    },
    {
      id: 'queue.previous',
      title: 'command.queue.previous',
      group: 'queue',
      keys: ['k'],
      guard: hasQueue,
      repeats: true,
      run: (context, held) => move(context, -1, held),
    },
    {
      id: 'queue.next-undecided',
      title: 'command.queue.next-undecided',
      group: 'queue',
      keys: ['u'],
      guard: hasQueue,
      run: async ({ stores }) => void (await showNextUndecided(stores)),
    },
    {
      id: 'queue.same-subject',
      title: 'command.queue.same-subject',
      group: 'queue',
      keys: ['Shift+j'],
      guard: hasOthers,
      run: async ({ stores }) => {
        const next = stores.openedCase.getState().opened?.others[0];
        if (next !== undefined) await showCase(stores, next.caseId);
      },
    },
    {
      id: 'queue.refresh',
      title: 'command.queue.refresh',
      group: 'queue',
      keys: [],
      run: ({ stores }) => stores.queue.getState().refresh(),
    },
    {
      id: 'queue.search',
      title: 'command.queue.search',
      group: 'queue',
      keys: ['[Shift]+/'],
      run: ({ focus, stores }) => {
        if (stores.window.getState().room !== 'review') stores.window.getState().go('review');
        focus('search');
      },
    },
    filterCommand('queue.clear-filters', 'command.queue.clear-filters', {}),
    filterCommand('queue.detections', 'command.queue.detections', { source: 'detection' }),
    filterCommand('queue.reports', 'command.queue.reports', { source: 'report' }),
    filterCommand('queue.due', 'command.queue.due', { dueWithinMinutes: 60 }),
    filterCommand('queue.drafts', 'command.queue.drafts', { drafts: true }),
    orderCommand('priority'),
    orderCommand('due'),
    orderCommand('newest'),
  ];
}
