import { rooms, type Room } from '../../contract/access.ts';
import type { BridgeResult, OwnDecision, Settings } from '../../contract/bridge.ts';
import type { Command } from './command.ts';
import { chosenLine } from '../stores/enforcement-log.ts';
import type { Stores } from '../stores/stores.ts';
import { newestBatch, takeBackBatch } from './near-duplicates.ts';
import { showCase } from './queue.ts';

/** Asks for what a room shows each time that it is entered. */
export function enter(stores: Stores, room: Room): void {
  stores.window.getState().go(room);
  if (room === 'sync') void stores.sync.getState().load({});
  if (room === 'team') {
    void stores.team.getState().load({});
    void stores.backlog.getState().load({ queue: null, assignee: null, after: null });
  }
  if (room === 'late') void stores.late.getState().load();
  if (room === 'enforcement') void stores.enforcementLog.getState().refresh();
}

/** Takes back the newest submission or the named one, and says what follows. Null when nothing was taken back. */
export async function takeBack(
  stores: Stores,
  decisionId?: OwnDecision['decisionId'],
): Promise<BridgeResult<'decision.undo'> | null> {
  // The newest one may still be on its way to disk.
  await stores.decisionForm.getState().answered();
  const answer = await stores.bridge.invoke('decision.undo', decisionId === undefined ? {} : { decisionId });
  if (!answer.ok) {
    stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    return null;
  }
  stores.openedCase.getState().forget(answer.value.caseId);
  stores.window.getState().say(answer.value.did === 'withdrawn' ? 'said.undone' : 'said.recall');
  return answer.value;
}

const roomCommand = (room: Room): Command => ({
  id: `rooms.${room}`,
  title: `command.rooms.${room}`,
  group: 'rooms',
  keys: [],
  guard: ({ stores }) => {
    const { session } = stores.session.getState();
    if (session.is === 'signed-out') return 'guard.signed-out';
    return rooms[session.account.role].includes(room) ? null : 'guard.not-your-room';
  },
  run: ({ stores }) => enter(stores, room),
});

const themeCommand = (theme: Settings['theme']): Command => ({
  id: `theme.${theme}`,
  title: `command.theme.${theme}`,
  group: 'window',
  keys: [],
  run: ({ stores }) => stores.settings.getState().change({ theme }),
});

export const windowCommands: readonly Command[] = [
  {
    id: 'window.next-pane',
    title: 'command.window.next-pane',
    group: 'window',
    keys: ['F6'],
    everywhere: true,
    run: ({ focus }) => focus('next-pane'),
  },
  {
    id: 'window.previous-pane',
    title: 'command.window.previous-pane',
    group: 'window',
    keys: ['Shift+F6'],
    everywhere: true,
    run: ({ focus }) => focus('previous-pane'),
  },
  {
    id: 'window.palette',
    title: 'command.window.palette',
    group: 'window',
    keys: ['$mod+k'],
    everywhere: true,
    run: ({ stores }) => stores.window.getState().open('palette'),
  },
  {
    id: 'window.keys',
    title: 'command.window.keys',
    group: 'window',
    keys: ['[Shift]+?'],
    run: ({ stores }) => stores.window.getState().open('keys'),
  },
  {
    id: 'window.diagnostics',
    title: 'command.window.diagnostics',
    group: 'window',
    keys: ['g i'],
    run: ({ stores }) => stores.window.getState().open('diagnostics'),
  },
  {
    id: 'window.attention',
    title: 'command.window.attention',
    group: 'window',
    keys: [],
    run: ({ stores }) => {
      void stores.attention.getState().load({});
      stores.window.getState().open('attention');
    },
  },
  {
    id: 'window.decided',
    title: 'command.window.decided',
    group: 'window',
    keys: ['Shift+d'],
    guard: ({ stores }) => {
      const { session } = stores.session.getState();
      if (session.is === 'signed-out') return 'guard.signed-out';
      return rooms[session.account.role].includes('review') ? null : 'guard.decides-nothing';
    },
    run: ({ stores }) => {
      void stores.decided.getState().reload();
      stores.window.getState().open('decided');
    },
  },
  {
    id: 'window.leave-field',
    title: 'command.window.leave-field',
    group: 'window',
    keys: ['Escape'],
    everywhere: true,
    run: ({ focus, stores }) => focus(stores.window.getState().drawer === null ? 'leave-field' : 'evidence'),
  },
  {
    id: 'window.queue-drawer',
    title: 'command.window.queue-drawer',
    group: 'window',
    keys: [],
    run: ({ focus }) => focus('queue'),
  },
  {
    id: 'window.decision-drawer',
    title: 'command.window.decision-drawer',
    group: 'window',
    keys: [],
    run: ({ focus }) => focus('decision'),
  },
  roomCommand('review'),
  roomCommand('team'),
  roomCommand('late'),
  roomCommand('approvals'),
  roomCommand('enforcement'),
  roomCommand('devices'),
  roomCommand('audit'),
  roomCommand('sync'),
  roomCommand('settings'),
  {
    id: 'window.dismiss-notice',
    title: 'command.window.dismiss-notice',
    group: 'window',
    keys: [],
    guard: ({ stores }) =>
      (stores.session.getState().status?.restored ?? null) === null ||
      stores.window.getState().noticeDismissed
        ? 'guard.no-notice'
        : null,
    run: ({ stores }) => stores.window.getState().dismissNotice(),
  },
  {
    id: 'contact.sync-now',
    title: 'command.contact.sync-now',
    group: 'contact',
    keys: [],
    run: async ({ stores }) => {
      await stores.bridge.invoke('sync.now', {});
      await stores.sync.getState().load({});
    },
  },
  {
    id: 'contact.make-ready',
    title: 'command.contact.make-ready',
    group: 'contact',
    keys: [],
    guard: ({ stores }) =>
      stores.session.getState().status?.contact === 'online' ? null : 'guard.no-contact',
    run: ({ stores }) => fetchAhead(stores, false),
  },
  {
    id: 'contact.stop-fetching',
    title: 'command.contact.stop-fetching',
    group: 'contact',
    keys: [],
    run: ({ stores }) => fetchAhead(stores, true),
  },
  {
    id: 'contact.by-choice',
    title: 'command.contact.by-choice',
    group: 'contact',
    keys: [],
    run: async ({ stores }) => {
      const offline = stores.session.getState().status?.contact !== 'offline-by-choice';
      const answer = await stores.bridge.invoke('sync.byChoice', { offline });
      if (answer.ok) stores.window.getState().say(offline ? 'said.by-choice-on' : 'said.by-choice-off');
    },
  },
  {
    id: 'decision.undo',
    title: 'command.decision.undo',
    group: 'decision',
    keys: ['z'],
    run: async ({ stores }) => {
      // What was submitted together is taken back together (D13).
      const batchId = await newestBatch(stores);
      const undone = batchId === null ? await takeBack(stores) : await takeBackBatch(stores, batchId);
      if (undone !== null) await showCase(stores, undone.caseId);
    },
  },
  {
    id: 'enforcement.ask-again',
    title: 'command.enforcement.ask-again',
    group: 'rooms',
    keys: ['Shift+r'],
    guard: ({ stores }) =>
      stores.window.getState().room === 'enforcement' &&
      chosenLine(stores.enforcementLog.getState())?.state === 'failed'
        ? null
        : 'guard.not-failed',
    run: ({ stores }) => stores.window.getState().open('ask-again'),
  },
  themeCommand('system'),
  themeCommand('light'),
  themeCommand('dark'),
  themeCommand('contrast'),
  {
    id: 'session.sign-in-again',
    title: 'command.session.sign-in-again',
    group: 'contact',
    keys: [],
    guard: ({ stores }) =>
      stores.session.getState().session.is === 'signed-in-again-needed' ? null : 'guard.signed-in',
    run: ({ stores }) => stores.window.getState().open('sign-in-again'),
  },
  {
    id: 'session.sign-out',
    title: 'command.session.sign-out',
    group: 'window',
    keys: [],
    run: ({ stores }) => stores.window.getState().open('sign-out'),
  },
];

async function fetchAhead(stores: Stores, stop: boolean): Promise<void> {
  const answer = await stores.bridge.invoke('sync.makeReady', { stop });
  if (!answer.ok) return;
  stores.window.getState().say(stop ? 'said.fetching-stopped' : 'said.make-ready');
  await stores.sync.getState().load({});
}
