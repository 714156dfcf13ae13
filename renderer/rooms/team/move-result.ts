import type { Moved } from '../../stores/reassignment.ts';

/** How many cases a move moved, found there already, and left. */
export function countsOf({ answers }: Pick<Moved, 'answers'>): {
  moved: number;
  unchanged: number;
  failed: number;
} {
  const moved = answers.filter(({ status }) => status === 'moved').length;
  const unchanged = answers.filter(({ status }) => status === 'unchanged').length;
  return { moved, unchanged, failed: answers.length - moved - unchanged };
}
