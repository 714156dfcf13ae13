import type { MessageKey } from '../strings/translate.ts';
import type { Stores } from '../stores/stores.ts';
import type { DialogName } from '../stores/window.ts';

export type CommandGroup = 'queue' | 'evidence' | 'decision' | 'case' | 'window' | 'rooms' | 'contact';

/** What a command works with. It changes nothing but through stores and the bridge. */
export type CommandContext = Readonly<{
  stores: Stores;
  /** The pane that the focus is to go to. */
  focus(target: FocusTarget): void;
}>;

export type FocusTarget =
  | 'queue'
  | 'evidence'
  | 'decision'
  | 'search'
  | 'find'
  | 'policies'
  | 'outcome'
  | 'actions'
  | 'rationale'
  | 'message'
  | 'message-subject'
  | 'message-body'
  | 'drafts'
  | 'next-pane'
  | 'previous-pane'
  | 'leave-field'
  | 'break'
  | 'group'
  | 'group-rationale'
  | 'audit-filter';

/** Why a command cannot run now, as a sentence; null when it can. */
export type Guard = (context: CommandContext) => MessageKey | null;

export type Command = Readonly<{
  id: string;
  title: MessageKey;
  group: CommandGroup;
  /** Default keys, best first. `$mod` is Ctrl or Cmd; a space separates the presses of a sequence. */
  keys: readonly string[];
  guard?: Guard;
  /** A held key repeats it. Only moving may. */
  repeats?: boolean;
  /** Runs while the focus is in a field too, though never under a dialog. Never for a single character. */
  everywhere?: boolean;
  /** It acts on what this room shows, and runs there alone; the same key may be another command's in another room. */
  room?: 'review' | 'approvals' | 'late' | 'team';
  /** Its key works under this dialog, and there alone. */
  dialog?: DialogName;
  /** Which one of its kind it is: `{n}` in its title. */
  number?: number;
  /** Left out of the palette and the keys sheet: one of many of a kind. */
  hidden?: boolean;
  /** Its key was let go, or the window lost the keyboard: ends what lasts only while the key is held. */
  letGo?(context: CommandContext): void;
  /** `held`: a held key repeats it. */
  run(context: CommandContext, held: boolean): void | Promise<void>;
}>;
