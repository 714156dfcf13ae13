/** A key event as a browser makes it, for places that have no browser. `place` is where the focus is. */
export type Place =
  | 'window'
  | 'queue'
  | 'field'
  | 'menu'
  | 'dialog'
  | 'dialog field'
  | 'button'
  | 'box'
  | 'select';

type Overrides = Partial<
  Pick<
    KeyboardEvent,
    'code' | 'repeat' | 'isComposing' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'timeStamp'
  >
>;

const elements: Readonly<
  Record<Place, Readonly<{ tag: string; type?: string; within: readonly string[]; keys?: string }> | null>
> = {
  window: null,
  queue: { tag: 'DIV', within: ['[role="listbox"]', '[role="region"]'], keys: 'commands' },
  field: { tag: 'TEXTAREA', within: ['[role="region"]'] },
  menu: { tag: 'DIV', within: ['[role="menu"]'] },
  dialog: { tag: 'DIV', within: ['[role="dialog"]'] },
  'dialog field': { tag: 'TEXTAREA', within: ['[role="dialog"]'] },
  button: { tag: 'BUTTON', within: ['button', '[role="region"]'] },
  box: { tag: 'INPUT', type: 'checkbox', within: ['input', '[role="region"]'] },
  select: { tag: 'SELECT', within: ['[role="region"]'] },
};

export type KeyEvent = KeyboardEvent & { prevented: boolean };

export function keyEvent(key: string, place: Place = 'window', overrides: Overrides = {}): KeyEvent {
  const event = {
    key,
    code: codeOf(key),
    repeat: false,
    isComposing: false,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    keyCode: 0,
    timeStamp: 0,
    ...overrides,
    target: targetAt(place),
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
    getModifierState: (name: string) =>
      ({ Shift: event.shiftKey, Control: event.ctrlKey, Alt: event.altKey, Meta: event.metaKey })[name] ??
      false,
  };
  return event as unknown as KeyEvent;
}

function targetAt(place: Place): unknown {
  const element = elements[place];
  if (element === null) return null;
  const at = {
    tagName: element.tag,
    getAttribute: (name: string) => ({ 'data-keys': element.keys, type: element.type })[name] ?? null,
    closest: (selector: string) =>
      element.within.some((one) => selector.split(',').includes(one)) ? at : null,
  };
  return at;
}

function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  return { '[': 'BracketLeft', ']': 'BracketRight', ' ': 'Space' }[key] ?? key;
}
