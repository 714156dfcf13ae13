import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { v7 } from 'uuid';

export type CentralPlan = Readonly<{
  cases: number;
  changed: number;
  instanceId: string;
  personId: string;
  /** About so many cases, those at the top of the queue, have evidence. */
  posts: number;
}>;

export interface PreparedCentral {
  readonly url: string;
  readonly plan: CentralPlan;
  /** The feed ends at this position from now on; `tell`: every open stream hears of it. */
  show(position: number, tell?: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startPreparedCentral(
  cases: number,
  changed: number,
  { posts = 0 } = {},
): Promise<PreparedCentral> {
  const plan = { cases, changed, posts, instanceId: v7(), personId: v7() };
  const thread = new Worker(join(import.meta.dirname, 'central-thread.ts'), { workerData: plan });
  const [{ port }] = (await once(thread, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    plan,
    async show(position, tell = false) {
      thread.postMessage({ position, tell });
      await once(thread, 'message');
    },
    async close() {
      await thread.terminate();
    },
  };
}
