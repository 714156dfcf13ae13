import { matchKeybindingPress } from 'tinykeys';
import { focusPlace } from './focus-place.ts';
import type { Binding, Keymap } from './keymap.ts';

/** What became of a key; for the log of commands. */
export type KeyResult =
  | Readonly<{ did: 'ran' | 'disabled' | 'refused' | 'repeat-refused'; commandId: string }>
  | Readonly<{ did: 'began' | 'passed' }>;

export type DispatcherDeps = Readonly<{
  keymap(): Keymap;
  characterKeys(): boolean;
  /** Runs the command; false when its guard said no. */
  run(commandId: string): boolean;
  /** Monotonic milliseconds. */
  now(): number;
  onPending(keys: string): void;
  onRefused(refused: boolean): void;
}>;

export type Dispatcher = Readonly<{
  keydown(event: KeyboardEvent): KeyResult;
  /** After a submission from a field: words typed ahead cannot decide the next case. */
  refuseCharacters(): void;
}>;

/** Silence that ends the refusal, and the longest pause inside a sequence. */
const SILENCE_MS = 300;
const SEQUENCE_MS = 1000;
const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  let pending: readonly Readonly<{ binding: Binding; at: number }>[] = [];
  let pendingSince = 0;
  let refusing = false;
  let lastKeyAt = 0;

  function endSequence(): void {
    if (pending.length > 0) deps.onPending('');
    pending = [];
  }

  function stillRefusing(): boolean {
    if (refusing && deps.now() - lastKeyAt >= SILENCE_MS) {
      refusing = false;
      deps.onRefused(false);
    }
    return refusing;
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
    refuseCharacters() {
      refusing = true;
      lastKeyAt = deps.now();
      deps.onRefused(true);
    },

    keydown(event) {
      if (modifiers.has(event.key) || event.isComposing || event.keyCode === 229 || event.key === 'Dead') {
        return { did: 'passed' };
      }
      const place = focusPlace(event.target);
      const charactersFire = place === 'window' || place === 'pane';
      const refused = stillRefusing();
      lastKeyAt = deps.now();

      const candidates = advanced(event).filter(({ binding }) =>
        binding.character
          ? charactersFire && deps.characterKeys() && !isActivation(event, binding)
          : charactersFire || binding.command.everywhere,
      );
      const whole = candidates.find(({ binding, at }) => at === binding.presses.length);
      if (!whole) {
        const begun = candidates[0];
        if (!begun || event.repeat) {
          if (!event.repeat) endSequence();
          return { did: 'passed' };
        }
        event.preventDefault();
        if (refused && begun.binding.character)
          return { did: 'refused', commandId: begun.binding.command.id };
        pending = candidates;
        pendingSince = deps.now();
        deps.onPending(begun.binding.keys.split(' ').slice(0, begun.at).join(' '));
        return { did: 'began' };
      }

      endSequence();
      const { command, character } = whole.binding;
      event.preventDefault();
      if (refused && character) return { did: 'refused', commandId: command.id };
      if (event.repeat && !command.repeats) return { did: 'repeat-refused', commandId: command.id };
      return { did: deps.run(command.id) ? 'ran' : 'disabled', commandId: command.id };
    },
  };
}

function matches(event: KeyboardEvent, binding: Binding, at: number): boolean {
  const press = binding.presses[at];
  return press !== undefined && matchKeybindingPress(event, press);
}

/** Space on a focused button presses the button. */
function isActivation(event: KeyboardEvent, binding: Binding): boolean {
  if (binding.keys !== 'Space' && binding.keys !== 'Shift+Space') return false;
  const target = event.target as Partial<Element> | null;
  return (
    typeof target?.closest === 'function' &&
    target.closest('button,a[href],[role="tab"],[role="checkbox"]') !== null
  );
}
