import { parseKeybinding, type KeybindingPress } from 'tinykeys';
import type { Command } from './command.ts';

export type Binding = Readonly<{
  command: Command;
  keys: string;
  presses: readonly KeybindingPress[];
  /** Made of characters alone, so that typing could set it off. */
  character: boolean;
}>;

export type Keymap = Readonly<{
  bindings: readonly Binding[];
  /** The keys of a command as they are now, best first; empty when it has none. */
  keysOf(commandId: string): readonly string[];
  /** Keys that more than one command claims. The first one of them runs. */
  conflicts: ReadonlyMap<string, readonly string[]>;
}>;

/** `overrides`: command → its one key, or null for none (Settings). */
export function createKeymap(
  commands: readonly Command[],
  overrides: Readonly<Record<string, string | null>>,
): Keymap {
  const keys = new Map<string, readonly string[]>();
  for (const command of commands) {
    const override = overrides[command.id];
    keys.set(command.id, override === undefined ? command.keys : override === null ? [] : [override]);
  }
  const bindings = commands.flatMap((command) =>
    (keys.get(command.id) ?? []).map((binding) => {
      const presses = parseKeybinding(binding);
      return { command, keys: binding, presses, character: presses.every(isCharacter) };
    }),
  );
  return { bindings, keysOf: (id) => keys.get(id) ?? [], conflicts: conflictsOf(bindings) };
}

/** WCAG 2.1.4: letters, digits, punctuation and symbols without a modifier (Shift aside). */
function isCharacter([required, , key]: KeybindingPress): boolean {
  if (required.some((modifier) => modifier !== 'Shift')) return false;
  if (typeof key !== 'string') return true;
  return key.length === 1 || /^(Digit\d|Bracket(Left|Right)|Space)$/.test(key);
}

/** Whether typing could set these keys off; such a key can begin a sequence. */
export const isTyped = (keys: string): boolean => parseKeybinding(keys).every(isCharacter);

type Scope = Readonly<{ dialog: Command['dialog'] | undefined; room: Command['room'] | undefined }>;

const isHeardIn = ({ command }: Binding, { dialog, room }: Scope): boolean =>
  command.dialog === dialog && (dialog !== undefined || command.room === undefined || command.room === room);

function conflictsOf(bindings: readonly Binding[]): ReadonlyMap<string, readonly string[]> {
  const conflicts = new Map<string, readonly string[]>();
  // The keys of a dialog, of one room and of another are never heard at once; those of the window are in every room.
  const rooms = new Set(bindings.map(({ command }) => command.room));
  const dialogs = new Set(bindings.map(({ command }) => command.dialog));
  const scopes = [...dialogs].flatMap((dialog): Scope[] =>
    dialog === undefined ? [...rooms].map((room) => ({ dialog, room })) : [{ dialog, room: undefined }],
  );
  for (const scope of scopes) {
    const claims = new Map<string, string[]>();
    for (const binding of bindings) {
      const { command, keys } = binding;
      if (isHeardIn(binding, scope)) claims.set(keys, [...(claims.get(keys) ?? []), command.id]);
    }
    for (const [keys, ids] of claims) {
      // A key that begins a sequence of another command never lets that one through.
      const hidden = [...claims].flatMap(([other, theirs]) => (other.startsWith(`${keys} `) ? theirs : []));
      const all = [...ids, ...hidden];
      if (all.length > 1) conflicts.set(keys, [...new Set([...(conflicts.get(keys) ?? []), ...all])]);
    }
  }
  return conflicts;
}

const names: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Space: 'Space',
  Enter: '↵',
  Escape: 'Esc',
  ' ': 'Space',
};

/** Keys as they are printed on a key cap: `Ctrl ↵`, `g s`. */
export function printKeys(keys: string, mac: boolean): string {
  return parseKeybinding(keys)
    .map(([modifiers, , key]) => {
      const name = typeof key === 'string' ? key : key.source;
      const plain = names[name] ?? name.replace(/^Digit/, '').replace(/^Key/, '');
      const chord = modifiers.some((modifier) => modifier !== 'Shift');
      const printed = chord && plain.length === 1 ? plain.toUpperCase() : plain;
      const mods = modifiers
        // `?` already says that Shift is held.
        .filter((modifier) => !(modifier === 'Shift' && printed.length === 1 && /[^a-z0-9]/i.test(printed)))
        .map((modifier) =>
          modifier === 'Control' ? 'Ctrl' : modifier === 'Meta' ? (mac ? '⌘' : 'Meta') : modifier,
        );
      return [...mods, printed].join(' ');
    })
    .join(' ');
}

/** The binding that a pressed key stands for: letters by the layout, digits and brackets by the physical key. */
export function keysFromEvent(event: KeyboardEvent): string | null {
  if (['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'Dead'].includes(event.key) || event.isComposing)
    return null;
  const physical = /^(Digit\d|Bracket(Left|Right)|Space)$/.test(event.code);
  const key = physical ? event.code : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^\p{L}$/u.test(key) || physical || event.key.length > 1;
  const modifiers = [
    (event.ctrlKey || event.metaKey) && '$mod',
    event.altKey && 'Alt',
    // The symbol of a shifted key already is what it says.
    event.shiftKey && (letter ? 'Shift' : '[Shift]'),
  ].filter((modifier) => modifier !== false);
  return [...modifiers, key].join('+');
}
