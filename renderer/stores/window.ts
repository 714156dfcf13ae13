import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Room } from '../../contract/access.ts';
import type { PutOff } from '../rules/suggested-break.ts';
import type { MessageArguments, MessageKey } from '../strings/translate.ts';

/** One of the dialogs that the window can show; at most one at a time. */
export type DialogName =
  | 'palette'
  | 'keys'
  | 'attention'
  | 'decided'
  | 'ask-again'
  | 'end-device'
  | 'settle-approval'
  | 'settle-late'
  | 'reassign'
  | 'undo-reassign'
  | 'mark-away'
  | 'escalate'
  | 'snooze'
  | 'skip'
  | 'recuse'
  | 'release'
  | 'hand-over'
  | 'note'
  | 'flag-pattern'
  | 'preset'
  | 'policy-search'
  | 'compare-late'
  | 'changed-evidence'
  | 'open-address'
  | 'near-duplicates'
  | 'batch-answers'
  | 'discard-draft'
  | 'end-shift'
  | 'diagnostics'
  | 'sign-out'
  | 'sign-in-again';

export type Said = Readonly<{
  turn: number;
  key: MessageKey;
  values: MessageArguments;
  tone: 'quiet' | 'warning';
}>;

export type WindowState = Readonly<{
  room: Room;
  dialog: DialogName | null;
  /** The case of the draft that is chosen in the list of drafts, or asked about. */
  chosenDraft: string | null;
  /** The last thing said to the person: shown for a moment, and read out. */
  said: Said | null;
  /** The keys of a sequence pressed so far: `g`. */
  pendingKeys: string;
  /** Set while character keys are refused after a submission from a field. */
  keysRefused: boolean;
  drawer: 'queue' | 'decision' | null;
  /** The process behind the window does not answer. */
  workstationGone: boolean;
  noticeDismissed: boolean;
  /** Suggested breaks that were put off. */
  putOff: PutOff;
}>;

export type WindowStore = StoreApi<
  WindowState & {
    go(room: Room): void;
    open(dialog: DialogName): void;
    close(): void;
    say(key: MessageKey, values?: MessageArguments, tone?: Said['tone']): void;
    setPendingKeys(keys: string): void;
    setKeysRefused(refused: boolean): void;
    setDrawer(drawer: WindowState['drawer']): void;
    dismissNotice(): void;
    chooseDraft(caseId: string | null): void;
    putOffBreak(putOff: PutOff): void;
  }
>;

/** What is open in the window. Nothing of it outlives the window. */
export function createWindowStore(): WindowStore {
  let turn = 0;
  return createStore((set) => ({
    room: 'review',
    dialog: null,
    chosenDraft: null,
    said: null,
    pendingKeys: '',
    keysRefused: false,
    drawer: null,
    workstationGone: false,
    noticeDismissed: false,
    putOff: {},
    putOffBreak: (putOff) => set((state) => ({ putOff: { ...state.putOff, ...putOff } })),
    dismissNotice: () => set({ noticeDismissed: true }),
    chooseDraft: (chosenDraft) => set({ chosenDraft }),
    go: (room) =>
      set((state) => ({
        room,
        dialog: null,
        drawer: null,
        chosenDraft: state.room === room ? state.chosenDraft : null,
      })),
    open: (dialog) => set({ dialog }),
    close: () => set({ dialog: null }),
    say: (key, values = {}, tone = 'quiet') => set({ said: { turn: (turn += 1), key, values, tone } }),
    setPendingKeys: (pendingKeys) => set({ pendingKeys }),
    setKeysRefused: (keysRefused) => set({ keysRefused }),
    setDrawer: (drawer) => set({ drawer }),
  }));
}
