import { join } from 'node:path';

/** The repository's root, wherever it was cloned to. */
export const root: string = join(import.meta.dirname, '..', '..');

export function fromRoot(...segments: readonly string[]): string {
  return join(root, ...segments);
}
