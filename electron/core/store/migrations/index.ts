/** Append-only: a released step never changes. The number of steps is the schema's version (`user_version`). */
import { cache0001 } from './cache-0001.ts';
import { work0001 } from './work-0001.ts';

export const migrations: Readonly<Record<'work' | 'cache', readonly string[]>> = {
  work: [work0001],
  cache: [cache0001],
};
