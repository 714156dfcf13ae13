import { approvalCommands } from './approvals.ts';
import { lateRoomCommands } from './late-room.ts';
import { teamCommands } from './team.ts';
import { appealCommands } from './appeal.ts';
import { attentionCommands } from './attention.ts';
import { auditCommands } from './audit.ts';
import { breakCommands, isOnBreak, pausedGroups } from './break.ts';
import { createCaseCommands } from './case.ts';
import type { Command, CommandContext, FocusTarget } from './command.ts';
import { createDecisionCommands } from './decision.ts';
import { deviceCommands } from './devices.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { draftCommands } from './drafts.ts';
import { focusPlace } from './focus-place.ts';
import { createEvidenceCommands } from './evidence.ts';
import { graphicCommands } from './graphic.ts';
import { createKeymap, type Keymap } from './keymap.ts';
import { lateCommands } from './late.ts';
import { nearDuplicateCommands } from './near-duplicates.ts';
import { createQueueCommands } from './queue.ts';
import { shiftCommands } from './shift.ts';
import { takeOutCommands } from './take-out.ts';
import { windowCommands } from './window.ts';
import type { MessageKey } from '../strings/translate.ts';
import type { Stores } from '../stores/stores.ts';

export type LoggedCommand = Readonly<{
  commandId: string;
  did: 'ran' | 'disabled' | 'refused' | 'repeat-refused';
}>;

export type Commands = Readonly<{
  all: readonly Command[];
  get(commandId: string): Command;
  keymap(): Keymap;
  /** Why it cannot run now; null when it can. */
  whyNot(commandId: string): MessageKey | null;
  /** Runs it as its key, button and palette entry do. False when it cannot run now; the person is told why. */
  run(commandId: string, held?: boolean): boolean;
  dispatcher: Dispatcher;
  /** What keys did, newest last; bounded. */
  log: readonly LoggedCommand[];
}>;

export function allCommands(): readonly Command[] {
  const ofReview = [
    ...createQueueCommands(),
    ...createEvidenceCommands(),
    ...createDecisionCommands(),
    ...lateCommands,
    ...appealCommands,
    ...nearDuplicateCommands,
    ...createCaseCommands(),
    ...takeOutCommands,
  ];
  return [
    // What they act on cannot be seen from another room.
    ...ofReview.map((command): Command => ({ ...command, room: 'review' })),
    ...attentionCommands,
    ...draftCommands,
    ...graphicCommands,
    ...approvalCommands,
    ...lateRoomCommands,
    ...teamCommands,
    ...breakCommands,
    ...shiftCommands,
    ...auditCommands,
    ...deviceCommands,
    ...windowCommands,
  ];
}

/** Why a command of one room cannot run in another. */
const elsewhere: Readonly<Record<NonNullable<Command['room']>, MessageKey>> = {
  review: 'guard.not-in-review',
  approvals: 'guard.not-in-approvals',
  late: 'guard.not-in-late',
  team: 'guard.not-in-team',
};

const LOG = 2000;
const submitting: readonly string[] = ['decision.submit', 'group.submit'];

/** What follows is about another decision, which nobody has looked at yet: a second press must not reach it. */
const endsDecision = (commandId: string, fromField: boolean): boolean =>
  commandId === 'attention.confirm' || (fromField && submitting.includes(commandId));

export function createCommands(
  stores: Stores,
  focus: (target: FocusTarget) => void,
  now: () => number = () => performance.now(),
): Commands {
  const all = allCommands();
  const byId = new Map(all.map((command) => [command.id, command]));
  const context: CommandContext = { stores, focus };
  const log: LoggedCommand[] = [];

  let overrides = stores.settings.getState().settings.keys;
  let keymap = createKeymap(all, overrides);
  const currentKeymap = () => {
    const { keys } = stores.settings.getState().settings;
    if (keys !== overrides) {
      overrides = keys;
      keymap = createKeymap(all, keys);
    }
    return keymap;
  };

  const get = (commandId: string): Command => {
    const command = byId.get(commandId);
    if (command === undefined) throw new Error(`there is no command ${commandId}`);
    return command;
  };
  const whyNot = (commandId: string) => {
    const { group, guard, room, dialog } = get(commandId);
    if (room !== undefined && dialog === undefined && stores.window.getState().room !== room)
      return elsewhere[room];
    if (pausedGroups.includes(group) && isOnBreak(stores)) return 'guard.on-break';
    return guard?.(context) ?? null;
  };

  function run(commandId: string, held = false): boolean {
    const why = whyNot(commandId);
    if (why !== null) {
      stores.window.getState().say(why, {}, 'warning');
      return false;
    }
    void get(commandId).run(context, held);
    return true;
  }

  const dispatcher = createDispatcher({
    keymap: currentKeymap,
    characterKeys: () => stores.settings.getState().settings.characterKeys,
    dialog: () => stores.window.getState().dialog,
    room: () => stores.window.getState().room,
    run,
    letGo: (commandId) => get(commandId).letGo?.(context),
    now,
    later: (call, milliseconds) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    onPending: (keys) => stores.window.getState().setPendingKeys(keys),
    onRefused: (refused) => stores.window.getState().setKeysRefused(refused),
  });

  return {
    all,
    get,
    keymap: currentKeymap,
    whyNot,
    run,
    log,
    dispatcher: {
      ...dispatcher,
      keydown(event) {
        const place = focusPlace(event.target);
        const fromField = place === 'field' || place === 'dialog-field';
        const result = dispatcher.keydown(event);
        if (result.did === 'ran' && endsDecision(result.commandId, fromField))
          dispatcher.refuseCharacters(event.timeStamp > 0 ? event.timeStamp : now());
        if ('commandId' in result) {
          log.push(result);
          if (log.length > LOG) log.shift();
        }
        return result;
      },
    },
  };
}
