/** Append-only: a released step never changes. The number of steps is the schema's version (`user_version`). */
import { cache0001 } from './cache-0001.ts';
import { cache0002 } from './cache-0002.ts';
import { cache0003 } from './cache-0003.ts';
import { cache0004 } from './cache-0004.ts';
import { cache0005 } from './cache-0005.ts';
import { cache0006 } from './cache-0006.ts';
import { cache0007 } from './cache-0007.ts';
import { work0001 } from './work-0001.ts';
import { work0002 } from './work-0002.ts';
import { work0003 } from './work-0003.ts';
import { work0004 } from './work-0004.ts';
import { work0005 } from './work-0005.ts';
import { work0006 } from './work-0006.ts';
import { work0007 } from './work-0007.ts';

export const migrations: Readonly<Record<'work' | 'cache', readonly string[]>> = {
  work: [work0001, work0002, work0003, work0004, work0005, work0006, work0007],
  cache: [cache0001, cache0002, cache0003, cache0004, cache0005, cache0006, cache0007],
};
