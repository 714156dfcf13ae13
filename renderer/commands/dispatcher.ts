import { matchKeybindingPress } from 'tinykeys';
import type { Room } from '../../contract/access.ts';
import type { DialogName } from '../stores/window.ts';
import { focusPlace } from './focus-place.ts';
import type { Binding, Keymap } from './keymap.ts';

/** What became of a key; for the log of commands. */
export type KeyResult =
  | Readonly<{ did: 'ran' | 'disabled' | 'refused' | 'repeat-refused'; commandId: string }>
  | Readonly<{ did: 'began' | 'passed' }>;

export type DispatcherDeps = Readonly<{
  keymap(): Keymap;
  characterKeys(): boolean;
  /** The dialog that is open. */
  dialog(): DialogName | null;
  /** The room that is shown. */
  room(): Room;
  /** Runs the command; false when its guard said no. `held`: the key repeats. */
  run(commandId: string, held: boolean): boolean;
  /** The key that ran the command is up. */
  letGo(commandId: string): void;
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls back once, later; returns what prevents it. */
  later(call: () => void, milliseconds: number): () => void;
  onPending(keys: string): void;
  /** A key was refused just now, or that is long enough ago not to be said any more. */
  onRefused(refused: boolean): void;
}>;

export type Dispatcher = Readonly<{
  keydown(event: KeyboardEvent): KeyResult;
  keyup(event: KeyboardEvent): void;
  /** The window lost the keyboard: whatever is held counts as let go, since no key is heard to come up. */
  blur(): void;
  /** After a submission from a field: words typed ahead cannot decide the next case. `pressedAt`: monotonic milliseconds. */
  refuseCharacters(pressedAt?: number): void;
}>;

/** Silence that ends the refusal, and the longest pause inside a sequence. */
const SILENCE_MS = 300;
const SEQUENCE_MS = 1000;
/** A refusal is shown for as long as it takes to read. */
const REFUSAL_SHOWN_MS = 2500;
const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  let pending: readonly Readonly<{ binding: Binding; at: number }>[] = [];
  let pendingSince = 0;
  let refusing = false;
  let lastKeyAt = 0;
  let keepSequence = () => {};
  let keepRefusal = () => {};
  let refusalSaid = false;
  /** By its place on the keyboard: a modifier let go first gives the same key another character. */
  let down: Readonly<{ code: string; commandId: string }> | null = null;

  function letGo(): void {
    if (down === null) return;
    const { commandId } = down;
    down = null;
    deps.letGo(commandId);
  }

  function endSequence(): void {
    keepSequence();
    if (pending.length > 0) deps.onPending('');
    pending = [];
  }

  function beginSequence(candidates: typeof pending, begun: string): void {
    keepSequence();
    pending = candidates;
    pendingSince = deps.now();
    deps.onPending(begun);
    keepSequence = deps.later(endSequence, SEQUENCE_MS);
  }

  /** By when it was pressed: a window that was busy hears a key late, and must not take that for silence. */
  function stillRefusing(event: KeyboardEvent): boolean {
    const at = event.timeStamp > 0 ? event.timeStamp : deps.now();
    if (refusing && at - lastKeyAt >= SILENCE_MS) refusing = false;
    lastKeyAt = Math.max(lastKeyAt, at);
    return refusing;
  }

  function sayRefused(): void {
    keepRefusal();
    refusalSaid = true;
    deps.onRefused(true);
    keepRefusal = deps.later(endRefusalSaid, REFUSAL_SHOWN_MS);
  }

  function endRefusalSaid(): void {
    if (!refusalSaid) return;
    keepRefusal();
    refusalSaid = false;
    deps.onRefused(false);
  }

  /** Bindings that this press takes one step further. */
  function advanced(event: KeyboardEvent): readonly Readonly<{ binding: Binding; at: number }>[] {
    const live = deps.now() - pendingSince <= SEQUENCE_MS ? pending : [];
    const inSequence = live.filter(({ binding, at }) => matches(event, binding, at));
    if (live.length > 0) return inSequence.map(({ binding, at }) => ({ binding, at: at + 1 }));
    return deps
      .keymap()
      .bindings.filter((binding) => matches(event, binding, 0))
      .map((binding) => ({ binding, at: 1 }));
  }

  return {
    refuseCharacters(pressedAt = deps.now()) {
      refusing = true;
      lastKeyAt = Math.max(lastKeyAt, pressedAt);
    },

    keydown(event) {
      if (modifiers.has(event.key)) return { did: 'passed' };
      const refused = stillRefusing(event);
      if (event.isComposing || event.keyCode === 229 || event.key === 'Dead') return { did: 'passed' };
      const place = focusPlace(event.target);
      // An open menu takes its own Escape.
      if (place === 'widget' && event.key === 'Escape') return { did: 'passed' };
      // What is under a dialog cannot be seen, so nothing may happen to it: only the dialog's own keys are heard,
      // even while the focus is outside of it.
      const inDialog = place === 'dialog' || place === 'dialog-field' || deps.dialog() !== null;
      const charactersFire = place === 'window' || place === 'pane' || place === 'dialog';
      const scope = inDialog ? deps.dialog() : undefined;

      const candidates = advanced(event).filter(({ binding }) => {
        if (binding.command.dialog !== scope) return false;
        if (!inDialog && binding.command.room !== undefined && binding.command.room !== deps.room())
          return false;
        return binding.character
          ? charactersFire && deps.characterKeys() && !isActivation(event, binding)
          : charactersFire || binding.command.everywhere;
      });
      const whole = candidates.find(({ binding, at }) => at === binding.presses.length);
      if (!whole) {
        const begun = candidates[0];
        if (!begun || event.repeat) {
          if (!event.repeat) endSequence();
          return { did: 'passed' };
        }
        event.preventDefault();
        if (refused && begun.binding.character) {
          sayRefused();
          return { did: 'refused', commandId: begun.binding.command.id };
        }
        beginSequence(candidates, begun.binding.keys.split(' ').slice(0, begun.at).join(' '));
        return { did: 'began' };
      }

      endSequence();
      const { command, character } = whole.binding;
      event.preventDefault();
      if (refused && character) {
        sayRefused();
        return { did: 'refused', commandId: command.id };
      }
      if (event.repeat && !command.repeats) return { did: 'repeat-refused', commandId: command.id };
      endRefusalSaid();
      if (command.letGo !== undefined) letGo();
      const ran = deps.run(command.id, event.repeat);
      if (ran && command.letGo !== undefined) down = { code: event.code, commandId: command.id };
      return { did: ran ? 'ran' : 'disabled', commandId: command.id };
    },

    keyup(event) {
      if (event.code === down?.code) letGo();
    },

    blur: letGo,
  };
}

function matches(event: KeyboardEvent, binding: Binding, at: number): boolean {
  const press = binding.presses[at];
  return press !== undefined && matchKeybindingPress(event, press);
}

/** What Space presses, ticks or opens. */
const activated =
  'button,a[href],input,summary,[role="button"],[role="tab"],[role="checkbox"],[role="radio"],[role="switch"]';

/** Space on a focused button presses the button, and on a box ticks it. */
function isActivation(event: KeyboardEvent, binding: Binding): boolean {
  if (binding.keys !== 'Space' && binding.keys !== 'Shift+Space') return false;
  const target = event.target as Partial<Element> | null;
  return typeof target?.closest === 'function' && target.closest(activated) !== null;
}
