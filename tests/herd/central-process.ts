import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Vitals } from './vitals.ts';

export interface CentralSettings {
  readonly databaseUrl: string;
  readonly evidenceFolder: string;
  readonly port: number;
  /** Its time against the wall's, so that an outage that was short for the wall was long for everybody. */
  readonly aheadMs: number;
  readonly timesFaster: number;
}

type Told = Readonly<{ vitals: Vitals; errors: readonly string[] }>;

export interface CentralProcess {
  readonly url: string;
  /** Its own, and the errors that it has met since it was last asked. */
  vitals(): Promise<Told>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function startCentralProcess(settings: CentralSettings): Promise<CentralProcess> {
  const child = fork(join(import.meta.dirname, 'central-child.ts'), [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const failed = failureOf(child);
  // Ended by `kill` it is no failure, and nobody waits for it.
  failed.catch(() => undefined);
  await Promise.race([once(child, 'message'), failed]);
  return {
    url: `http://127.0.0.1:${settings.port}`,
    async vitals() {
      const answer = once(child, 'message');
      child.send('vitals');
      const [told] = (await Promise.race([answer, failed])) as [Told];
      return told;
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function failureOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the central API ended by itself (${code})`);
}
