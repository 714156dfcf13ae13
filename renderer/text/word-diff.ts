/** What was taken out of a text and what was put in, word by word. */

export type Change = Readonly<{ is: 'same' | 'removed' | 'added'; text: string }>;

/** Largest table of comparisons (before × after); above it the texts are compared by line, then as wholes. */
const largestTable = 400_000;

export function wordDiff(before: string, after: string): readonly Change[] {
  if (before === after) return before === '' ? [] : [{ is: 'same', text: before }];
  return joined(
    compare(words(before), words(after)) ??
      compare(lines(before), lines(after)) ?? [
        { is: 'removed', text: before },
        { is: 'added', text: after },
      ],
  );
}

const words = (text: string): readonly string[] => text.match(/\s+|[^\s]+/gu) ?? [];
const lines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];

function compare(before: readonly string[], after: readonly string[]): readonly Change[] | null {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if ((old.length + 1) * (now.length + 1) > largestTable) return null;
  return [
    { is: 'same', text: before.slice(0, head).join('') },
    ...longestCommon(old, now),
    { is: 'same', text: before.slice(before.length - tail).join('') },
  ];
}

function longestCommon(old: readonly string[], now: readonly string[]): readonly Change[] {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  const cell = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        old[row] === now[column]
          ? cell(row + 1, column + 1) + 1
          : Math.max(cell(row + 1, column), cell(row, column + 1));
    }
  }
  const changes: Change[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    const was = old[row];
    const is = now[column];
    if (was !== undefined && was === is) {
      changes.push({ is: 'same', text: was });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || cell(row + 1, column) >= cell(row, column + 1))) {
      changes.push({ is: 'removed', text: was });
      row += 1;
    } else if (is !== undefined) {
      changes.push({ is: 'added', text: is });
      column += 1;
    }
  }
  return changes;
}

/**
 * Neighbours of one kind as one. Words that were exchanged one by one are read as one exchange: a space that stayed
 * between two changes belongs to both. A line that ends keeps them apart.
 */
function joined(changes: readonly Change[]): readonly Change[] {
  const result: Change[] = [];
  let removed = '';
  let added = '';
  let space = '';
  const endExchange = (): void => {
    put(result, { is: 'removed', text: removed });
    put(result, { is: 'added', text: added });
    put(result, { is: 'same', text: space });
    removed = added = space = '';
  };
  for (const { is, text } of changes) {
    const inExchange = removed !== '' && added !== '';
    if (is === 'same' && inExchange && space === '' && /^[^\S\n]+$/u.test(text)) {
      space = text;
      continue;
    }
    if (is === 'same') {
      endExchange();
      put(result, { is, text });
      continue;
    }
    removed += space;
    added += space;
    space = '';
    if (is === 'removed') removed += text;
    else added += text;
  }
  endExchange();
  return result;
}

function put(result: Change[], change: Change): void {
  const last = result.at(-1);
  if (change.text === '') return;
  if (last !== undefined && last.is === change.is)
    result[result.length - 1] = { is: last.is, text: last.text + change.text };
  else result.push(change);
}
