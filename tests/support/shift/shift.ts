import { expect } from '@playwright/test';
import { seededRandom } from '../../../central/demo/seeded-random.ts';
import type { QueueRow } from '../../../contract/bridge.ts';
import { callBridge } from '../bridge-call.ts';
import type { ShiftWorld } from './shift-world.ts';
import type { Typist } from './typist.ts';

/** What the script means to be at the central API in the end. */
export type Intended =
  | Readonly<{
      is: 'decided';
      outcome: string;
      policies: readonly string[];
      actions: readonly string[];
      rationale: string;
      inGroup: boolean;
    }>
  | Readonly<{ is: 'snoozed' }>
  | Readonly<{ is: 'escalated' }>;

export type Kind =
  | 'undone'
  | 'draft'
  | 'snoozed'
  | 'escalated'
  | 'noted'
  | 'group'
  | 'ahead'
  | 'held'
  | 'stray';

/** Two keys of the organisation's defaults that this reviewer has changed in Settings. */
export const rebound = [
  { command: 'No violation', id: 'decision.no-violation', key: ',' },
  { command: 'Note', id: 'case.note', key: ';' },
] as const;

const actions = { r: 'remove-content', w: 'warn' } as const;
/** Of what becomes of a case, the usual is usual. */
const fates = [
  ...Array.from({ length: 12 }, () => 'decided' as const),
  'snoozed',
  'escalated',
  'draft',
  'draft',
] as const;
const strays = ['F9', '\\', '~', '`'];

/**
 * Works a queue by keyboard from its first case to its last. `before` is called before each case with how many are
 * done: the world may change meanwhile. What each case is to become follows from the seed.
 */
export async function workShift(
  { shell, window }: ShiftWorld,
  typist: Typist,
  { seed, before }: Readonly<{ seed: number; before(done: number): Promise<void> }>,
) {
  const random = seededRandom(seed);
  const chance = (share: number): boolean => random() < share;
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const { rows } = await callBridge(shell.url, 'queue.open', { filter: {}, order: 'priority', count: 500 });
  const { catalogue } = await callBridge(shell.url, 'catalogue.current', {});
  const intended = new Map<string, Intended>();
  const did = new Map<Kind, number>();
  const count = (kind: Kind, by = 1): void => void did.set(kind, (did.get(kind) ?? 0) + by);

  const isOpen = (index: number): boolean => !intended.has(rows[index]?.caseId ?? '');
  /** A step leads there, and there is something to see. */
  const isThere = (index: number): boolean => index < rows.length && isOpen(index);
  function nextAfter(index: number): number | null {
    for (let step = 1; step <= rows.length; step += 1) {
      const at = (index + step) % rows.length;
      if (isOpen(at)) return at;
    }
    return null;
  }
  const onScreen = (index: number): Promise<void> =>
    expect
      .poll(async () => (await window.openCase()).caseId, { intervals: [10, 20, 50], timeout: 20_000 })
      .toBe(rows[index]?.caseId);
  const policyIds = (row: QueueRow): string[] =>
    (catalogue?.policies ?? [])
      .filter(({ subjects }) => subjects.some((type) => type === row.subjectType))
      .map(({ id }) => id);

  /** Keys of a decision up to its rationale; what it is to say. */
  async function form(row: QueueRow, kind: 'violation' | 'no-violation' | 'insufficient-evidence') {
    if (kind === 'no-violation') await typist.press(',', 'decision.no-violation');
    if (kind === 'insufficient-evidence') await typist.press('i', 'decision.insufficient-evidence');
    if (kind !== 'violation') return { outcome: kind, policies: [], actions: [] };
    const digit = 1 + Math.floor(random() * 2);
    const keys =
      row.subjectType === 'account' ? (['w'] as const) : oneOf([['r'], ['w'], ['r', 'w']] as const);
    await typist.press(String(digit), `decision.policy-${digit}`);
    if (chance(0.15)) {
      await typist.hold('x', 3, 'decision.violation', 'repeat-refused');
      count('held');
    } else await typist.press('x', 'decision.violation');
    for (const key of keys) await typist.press(key, `decision.${actions[key]}`);
    return {
      outcome: kind,
      policies: [policyIds(row)[digit - 1] ?? 'none'],
      actions: keys.map((key) => actions[key]),
    };
  }

  async function submit(index: number, from: 'field' | 'evidence'): Promise<void> {
    await typist.press('Control+Enter', 'decision.submit');
    const next = nextAfter(index);
    if (next !== null) await onScreen(next);
    if (from === 'evidence') return;
    const ahead = [
      ['x', 'decision.violation'],
      ['i', 'decision.insufficient-evidence'],
    ] as const;
    if (next !== null && chance(0.3)) count('ahead', await typist.typeAhead(ahead));
    await typist.silence();
  }

  async function decide(index: number, row: QueueRow, words: string): Promise<void> {
    const kind = oneOf(['violation', 'violation', 'no-violation', 'insufficient-evidence'] as const);
    const chosen = await form(row, kind);
    const isWordless = kind === 'no-violation' && chance(0.5);
    const rationale = isWordless ? '' : words;
    if (!isWordless) {
      await typist.press('n', 'decision.rationale');
      await typist.type(rationale);
    }
    intended.set(row.caseId, { is: 'decided', ...chosen, rationale, inGroup: false });
    await submit(index, isWordless ? 'evidence' : 'field');
    if (did.has('undone') && !chance(0.1)) return;
    // Taken back while it is held, looked at again, and submitted as it was.
    await typist.press('z', 'decision.undo');
    intended.delete(row.caseId);
    await onScreen(index);
    await typist.silence();
    intended.set(row.caseId, { is: 'decided', ...chosen, rationale, inGroup: false });
    // The focus is where the next case was looked at, in no field.
    await submit(index, 'evidence');
    count('undone');
  }

  /** Half a sentence is left, another case looked at, and the draft taken up where the caret was. */
  async function inTwoParts(index: number, row: QueueRow, words: string): Promise<void> {
    const chosen = await form(row, 'insufficient-evidence');
    const middle = Math.floor(words.length / 2);
    await typist.press('n', 'decision.rationale');
    await typist.type(words.slice(0, middle));
    await typist.press('Escape', 'window.leave-field');
    await typist.press('j', 'queue.next');
    await onScreen(index + 1);
    await typist.press('Shift+O', 'drafts.open');
    await onScreen(index);
    await expect(window.rationale).toBeFocused();
    await typist.type(words.slice(middle));
    intended.set(row.caseId, { is: 'decided', ...chosen, rationale: words, inGroup: false });
    await submit(index, 'field');
    count('draft');
  }

  /** `then`: the case that is on screen afterwards; null where none is left. */
  async function inDialog(then: number | null, words: string | null): Promise<void> {
    const dialog = window.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    if (words === null) await typist.press('x', null);
    else await typist.type(words);
    await typist.press('Control+Enter', null);
    await expect(dialog).toBeHidden();
    if (then !== null) await onScreen(then);
  }

  async function putAway(index: number, row: QueueRow, how: 'snoozed' | 'escalated', words: string) {
    await typist.press(how === 'snoozed' ? 's' : 'e', how === 'snoozed' ? 'case.snooze' : 'case.escalate');
    intended.set(row.caseId, { is: how });
    await inDialog(nextAfter(index), how === 'snoozed' ? null : words);
    count(how);
  }

  async function decideGroup(index: number, row: QueueRow, words: string): Promise<void> {
    await typist.press('1', 'decision.policy-1');
    await typist.press('x', 'decision.violation');
    await typist.press('r', 'decision.remove-content');
    await typist.press('Shift+N', 'decision.together');
    const dialog = window.page.getByRole('dialog');
    await expect(dialog.getByRole('listbox')).toBeFocused();
    await typist.press('n', 'group.rationale');
    await typist.type(words);
    await typist.press('Control+Enter', 'group.submit');
    const members = rows.filter(({ nearDuplicates }) => nearDuplicates === row.nearDuplicates);
    const chosen = { outcome: 'violation', policies: [policyIds(row)[0] ?? ''], actions: ['remove-content'] };
    for (const { caseId } of members)
      intended.set(caseId, { is: 'decided', ...chosen, rationale: words, inGroup: true });
    await expect(dialog).toBeHidden();
    const next = nextAfter(index);
    if (next !== null) await onScreen(next);
    await typist.silence();
    count('group', members.length);
  }

  async function lookAround(index: number): Promise<void> {
    if (chance(0.15)) {
      await typist.press(oneOf(strays), null);
      count('stray');
    }
    if (chance(0.06) && isThere(index + 1) && isThere(index + 2) && isThere(index + 3)) {
      await typist.hold('j', 3, 'queue.next', 'ran');
      await onScreen(index + 3);
      for (let step = 2; step >= 0; step -= 1) {
        await typist.press('k', 'queue.previous');
        await onScreen(index + step);
      }
      count('held');
    }
  }

  // Each at least once, however short the shift.
  const seldom: (typeof fates)[number][] = ['decided', 'snoozed', 'draft', 'escalated'];
  const biggest = Math.max(...rows.map(({ nearDuplicates }) => nearDuplicates));
  await typist.press('u', 'queue.next-undecided');
  for (let index: number | null = 0; index !== null; index = nextAfter(index)) {
    const row = rows[index]!;
    await onScreen(index);
    await before(intended.size);
    const words = `Case ${row.reference}: what its evidence says leads here.`;
    await lookAround(index);
    if (row.nearDuplicates === biggest) {
      await decideGroup(index, row, words);
      continue;
    }
    // No colleague has decided any of them: there is nothing to compare with.
    if (chance(0.05)) {
      await typist.press('Shift+L', 'decision.see-late', 'disabled');
      count('stray');
    }
    if (chance(0.06)) {
      await typist.press(';', 'case.note');
      await inDialog(index, `About ${row.reference}`);
      count('noted');
    }
    const fate = seldom.shift() ?? oneOf(fates);
    if (fate === 'snoozed' || fate === 'escalated') await putAway(index, row, fate, words);
    else if (fate === 'draft' && isThere(index + 1)) await inTwoParts(index, row, words);
    else await decide(index, row, words);
  }
  return { rows, intended, did };
}
