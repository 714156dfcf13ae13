import { describe, expect, test } from 'vitest';
import type { Command } from '../../renderer/commands/command.ts';
import { createDispatcher } from '../../renderer/commands/dispatcher.ts';
import { createKeymap, keysFromEvent, printKeys } from '../../renderer/commands/keymap.ts';
import { allCommands } from '../../renderer/commands/registry.ts';
import type { DialogName } from '../../renderer/stores/window.ts';
import { keyEvent, type Place } from './key-event.ts';

const command = (id: string, keys: readonly string[], more: Partial<Command> = {}): Command => ({
  id,
  title: 'command.queue.next',
  group: 'queue',
  keys,
  run: () => {},
  ...more,
});

const commands = [
  command('next', ['j'], { repeats: true }),
  command('no-violation', ['a']),
  command('policy-1', ['Digit1']),
  command('tab-left', ['BracketLeft']),
  command('suspend', ['g s']),
  command('close-account', ['g c']),
  command('search', ['[Shift]+/']),
  command('submit', ['$mod+Enter'], { everywhere: true }),
  command('scroll', ['Space'], { repeats: true }),
  command('leave', ['Escape'], { everywhere: true }),
  command('look', ['.'], { letGo: () => {} }),
  command('adopt', ['a'], { dialog: 'compare-late' }),
];

function createDesk(overrides: Readonly<Record<string, string | null>> = {}) {
  const desk = {
    now: 1000,
    ran: [] as string[],
    held: [] as string[],
    letGo: [] as string[],
    refused: false,
    pending: '',
    characterKeys: true,
    dialog: null as DialogName | null,
  };
  const timers: { at: number; call: () => void }[] = [];
  /** Time goes by without a key. */
  const wait = (milliseconds: number) => {
    desk.now += milliseconds;
    for (const timer of timers.filter(({ at }) => at <= desk.now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.call();
    }
  };
  const keymap = createKeymap(commands, overrides);
  const dispatcher = createDispatcher({
    keymap: () => keymap,
    characterKeys: () => desk.characterKeys,
    dialog: () => desk.dialog,
    room: () => 'review' as const,
    run: (id, held) => (desk.ran.push(id), held && desk.held.push(id), true),
    letGo: (id) => void desk.letGo.push(id),
    now: () => desk.now,
    later: (call, milliseconds) => {
      const timer = { at: desk.now + milliseconds, call };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    onPending: (keys) => (desk.pending = keys),
    onRefused: (refused) => (desk.refused = refused),
  });
  return { desk, dispatcher, wait };
}

describe('where character keys fire', () => {
  test.each<[Place, boolean]>([
    ['window', true],
    ['queue', true],
    ['button', true],
    ['field', false],
    ['select', false],
    ['menu', false],
    ['dialog', false],
  ])('in a %s: %s', (place, fires) => {
    const { desk, dispatcher } = createDesk();
    const event = keyEvent('a', place);
    dispatcher.keydown(event);
    expect(desk.ran).toEqual(fires ? ['no-violation'] : []);
    expect(event.prevented).toBe(fires);
  });

  test('a chord fires in a field too', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('Enter', 'field', { ctrlKey: true }));
    expect(desk.ran).toEqual(['submit']);
  });

  test('a dialog has keys of its own, which are heard nowhere else', () => {
    const { desk, dispatcher } = createDesk();
    desk.dialog = 'compare-late';
    expect(dispatcher.keydown(keyEvent('a', 'dialog'))).toEqual({ did: 'ran', commandId: 'adopt' });
    expect(dispatcher.keydown(keyEvent('a', 'dialog field'))).toEqual({ did: 'passed' });
    expect(dispatcher.keydown(keyEvent('a', 'dialog', { repeat: true }))).toMatchObject({
      did: 'repeat-refused',
    });
    desk.dialog = 'decided';
    expect(dispatcher.keydown(keyEvent('a', 'dialog'))).toEqual({ did: 'passed' });
    desk.dialog = null;
    expect(dispatcher.keydown(keyEvent('a', 'window'))).toEqual({ did: 'ran', commandId: 'no-violation' });
  });

  test.each<Place>(['dialog', 'dialog field'])('nothing under a dialog is run: in a %s', (place) => {
    const { desk, dispatcher } = createDesk();
    for (const event of [keyEvent('Enter', place, { ctrlKey: true }), keyEvent('Escape', place)]) {
      expect(dispatcher.keydown(event)).toEqual({ did: 'passed' });
      expect(event.prevented).toBe(false);
    }
    expect(desk.ran).toEqual([]);
  });

  test.each<Place>(['window', 'queue', 'field'])(
    'nor while a dialog is open and the focus has not come to it: in a %s',
    (place) => {
      const { desk, dispatcher } = createDesk();
      desk.dialog = 'settle-late';
      for (const event of [keyEvent('a', place), keyEvent('Enter', place, { ctrlKey: true })])
        expect(dispatcher.keydown(event)).toEqual({ did: 'passed' });
      desk.dialog = 'compare-late';
      dispatcher.keydown(keyEvent('a', 'window'));
      expect(desk.ran).toEqual(['adopt']);
    },
  );

  test('an open menu takes its own Escape', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('Escape', 'menu'));
    expect(desk.ran).toEqual([]);
    dispatcher.keydown(keyEvent('Escape', 'field'));
    expect(desk.ran).toEqual(['leave']);
  });

  test('never while composing, nor for a dead key', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('a', 'window', { isComposing: true }));
    dispatcher.keydown(keyEvent('Dead', 'window'));
    expect(desk.ran).toEqual([]);
  });

  test('one switch turns all of them off, chords stay', () => {
    const { desk, dispatcher } = createDesk();
    desk.characterKeys = false;
    for (const key of ['a', '1', 'g', 's']) dispatcher.keydown(keyEvent(key));
    dispatcher.keydown(keyEvent('Enter', 'window', { ctrlKey: true }));
    expect(desk.ran).toEqual(['submit']);
  });

  test.each(['button', 'box'] as const)('Space on a focused %s is its own', (place) => {
    const { desk, dispatcher } = createDesk();
    const event = keyEvent(' ', place);
    dispatcher.keydown(event);
    expect(desk.ran).toEqual([]);
    expect(event.prevented).toBe(false);
  });

  test('letters and digits are commands also where a box has the focus', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('a', 'box'));
    expect(desk.ran).toEqual(['no-violation']);
  });
});

describe('layouts', () => {
  test('letters follow the layout: AZERTY prints a where QWERTY has q', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('a', 'window', { code: 'KeyQ' }));
    dispatcher.keydown(keyEvent('q', 'window', { code: 'KeyA' }));
    expect(desk.ran).toEqual(['no-violation']);
  });

  test('digits follow the physical key: AZERTY prints & on the first', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('&', 'window', { code: 'Digit1' }));
    expect(desk.ran).toEqual(['policy-1']);
  });

  test('brackets follow the physical key: QWERTZ prints ü there', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('ü', 'window', { code: 'BracketLeft' }));
    expect(desk.ran).toEqual(['tab-left']);
  });

  test('a Cyrillic letter is no Latin one', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('ф', 'window', { code: 'KeyA' }));
    expect(desk.ran).toEqual([]);
  });

  test('a symbol runs with or without Shift: QWERTZ has / on Shift+7', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('/', 'window', { code: 'Digit7', shiftKey: true }));
    dispatcher.keydown(keyEvent('/', 'window', { code: 'Slash' }));
    expect(desk.ran).toEqual(['search', 'search']);
  });
});

describe('repeats, sequences, typing ahead', () => {
  test('a held key moves, never decides', () => {
    const { desk, dispatcher } = createDesk();
    expect(dispatcher.keydown(keyEvent('j', 'window', { repeat: true })).did).toBe('ran');
    expect(dispatcher.keydown(keyEvent('a', 'window', { repeat: true })).did).toBe('repeat-refused');
    expect(desk.ran).toEqual(['next']);
    expect(desk.held).toEqual(['next']);
  });

  test('a sequence runs within a second, and says that it has begun', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('g'));
    expect(desk.pending).toBe('g');
    desk.now += 900;
    dispatcher.keydown(keyEvent('s'));
    expect(desk.ran).toEqual(['suspend']);
    expect(desk.pending).toBe('');
  });

  test('a sequence is over after a second, and says so by itself', () => {
    const { desk, dispatcher, wait } = createDesk();
    dispatcher.keydown(keyEvent('g'));
    wait(1100);
    expect(desk.pending).toBe('');
    dispatcher.keydown(keyEvent('c'));
    expect(desk.ran).toEqual([]);
  });

  test('a timer that comes too late does not let a sequence go on', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('g'));
    desk.now += 1100;
    dispatcher.keydown(keyEvent('c'));
    expect(desk.ran).toEqual([]);
  });

  test('after a submission from a field characters are refused until 300 ms of silence', () => {
    const { desk, dispatcher, wait } = createDesk();
    dispatcher.refuseCharacters();
    for (const key of ['j', 'a', '1', 'g']) {
      wait(250);
      expect(dispatcher.keydown(keyEvent(key)).did).toBe('refused');
      expect(desk.refused).toBe(true);
    }
    wait(300);
    dispatcher.keydown(keyEvent('j'));
    expect(desk.ran).toEqual(['next']);
    expect(desk.refused).toBe(false);
  });

  test('silence is measured by when keys were pressed, not by when a busy window heard of them', () => {
    const { desk, dispatcher, wait } = createDesk();
    dispatcher.refuseCharacters();
    wait(900);
    expect(dispatcher.keydown(keyEvent('a', 'window', { timeStamp: 1100 })).did).toBe('refused');
    expect(dispatcher.keydown(keyEvent('a', 'window', { timeStamp: 1390 })).did).toBe('refused');
    expect(dispatcher.keydown(keyEvent('a', 'window', { timeStamp: 1700 })).did).toBe('ran');
    expect(desk.ran).toEqual(['no-violation']);
  });

  test('a refusal is said only when there was one, and not for ever', () => {
    const { desk, dispatcher, wait } = createDesk();
    dispatcher.refuseCharacters();
    expect(desk.refused).toBe(false);
    wait(100);
    dispatcher.keydown(keyEvent('a'));
    expect(desk.refused).toBe(true);
    wait(3000);
    expect(desk.refused).toBe(false);
  });

  test('composing is no silence', () => {
    const { desk, dispatcher, wait } = createDesk();
    dispatcher.refuseCharacters();
    for (let typed = 0; typed < 3; typed += 1) {
      wait(200);
      dispatcher.keydown(keyEvent('k', 'window', { isComposing: true }));
    }
    wait(200);
    dispatcher.keydown(keyEvent('a'));
    expect(desk.ran).toEqual([]);
  });

  test('a chord is not refused', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.refuseCharacters();
    dispatcher.keydown(keyEvent('Enter', 'window', { ctrlKey: true }));
    expect(desk.ran).toEqual(['submit']);
  });
});

describe('rebinding', () => {
  test('a command has its one new key, and loses the old', () => {
    const { desk, dispatcher } = createDesk({ next: 'n' });
    dispatcher.keydown(keyEvent('j'));
    dispatcher.keydown(keyEvent('n'));
    expect(desk.ran).toEqual(['next']);
  });

  test('null unbinds', () => {
    const { desk, dispatcher } = createDesk({ next: null });
    dispatcher.keydown(keyEvent('j'));
    expect(desk.ran).toEqual([]);
  });

  test('no two commands have the same key, and no key hides a sequence, as Docket comes', () => {
    expect([...createKeymap(allCommands(), {}).conflicts]).toEqual([]);
  });

  test('conflicts are found: the same key, and a key that hides a sequence', () => {
    const { conflicts } = createKeymap(commands, { next: 'a', scroll: 'g' });
    expect(conflicts.get('a')).toEqual(['next', 'no-violation']);
    expect(conflicts.get('g')).toEqual(expect.arrayContaining(['scroll', 'suspend', 'close-account']));
  });

  test('what is pressed becomes a binding that the same press matches', () => {
    const presses = [
      keyEvent('x'),
      keyEvent('&', 'window', { code: 'Digit1' }),
      keyEvent('?', 'window', { shiftKey: true, code: 'Slash' }),
      keyEvent('K', 'window', { shiftKey: true, code: 'KeyK' }),
      keyEvent('Enter', 'window', { ctrlKey: true }),
    ];
    for (const press of presses) {
      const keys = keysFromEvent(press);
      expect(keys).not.toBeNull();
      const { desk, dispatcher } = createDesk({ next: keys });
      dispatcher.keydown(press);
      expect(desk.ran, keys ?? '').toContain('next');
    }
  });

  test.each([
    ['$mod+Enter', 'Ctrl ↵'],
    ['g s', 'g s'],
    ['[Shift]+?', '?'],
    ['Digit1', '1'],
    ['BracketLeft', '['],
    ['Shift+t', 'Shift t'],
    ['Alt+Digit3', 'Alt 3'],
  ])('%s is printed as %s', (keys, printed) => {
    expect(printKeys(keys, false)).toBe(printed);
  });
});

describe('what lasts only while its key is held', () => {
  test('it ends when the key comes up, wherever the focus is by then, and no other key ends it', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('.'));
    dispatcher.keyup(keyEvent('j'));
    expect([desk.ran, desk.letGo]).toEqual([['look'], []]);
    dispatcher.keyup(keyEvent('.', 'field'));
    dispatcher.keyup(keyEvent('.'));
    expect(desk.letGo).toEqual(['look']);
  });

  test('it ends when the window loses the keyboard: no key is heard to come up then', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('.'));
    dispatcher.blur();
    dispatcher.blur();
    expect(desk.letGo).toEqual(['look']);
  });

  test('a key that repeats while it is held begins nothing anew', () => {
    const { desk, dispatcher } = createDesk();
    dispatcher.keydown(keyEvent('.'));
    expect(dispatcher.keydown(keyEvent('.', 'window', { repeat: true }))).toMatchObject({
      did: 'repeat-refused',
    });
    expect(desk.ran).toEqual(['look']);
  });
});
