import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from '../support/root.ts';
import { describeEnd, startChild, type Child } from './child.ts';
import type { DemoSize } from './options.ts';

export type DemoCentral = Readonly<{
  /** Rejects when the API cannot be brought up at all. */
  ready: Promise<void>;
  stop(): Promise<void>;
}>;

type Plan = Readonly<{
  port: number;
  data: string;
  size: DemoSize;
  alive: boolean;
  say: (sentence: string) => void;
}>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After so long a life, a death is a new accident and not the old one again. */
const STEADY_MS = 60_000;
const ATTEMPTS_BEFORE_READY = 3;

/**
 * Keeps a demo central API alive on one port: the workstation knows its address from the first moment and is
 * never ended by its absence.
 */
export function keepDemoCentral({ port, data, size, alive, say }: Plan): DemoCentral {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  let child: Child | undefined;
  let wasReady = false;
  const sizes = Object.entries(size).flatMap(([name, value]) => [`--${name}`, value]);

  const keep = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      const startedAt = performance.now();
      const current = startChild({
        name: 'central',
        file: process.execPath,
        // A line for each request is for who operates, not for who tries.
        env: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
        args: [
          fromRoot('central/main.ts'),
          'demo',
          '--data',
          data,
          '--port',
          String(port),
          ...sizes,
          ...(alive ? ['--alive'] : []),
        ],
      });
      child = current;
      const answered = current.ready.then(
        () => {
          if (wasReady) say('The demo central API is back.');
          wasReady = true;
          ready.resolve();
        },
        // The end itself is told below.
        () => {},
      );
      const end = await current.ended;
      await answered;
      if (stopping.signal.aborted) return;
      const what = describeEnd('central', end);
      if (!wasReady && attempt >= ATTEMPTS_BEFORE_READY) {
        ready.reject(new Error(`The demo central API does not start. ${what}`));
        return;
      }
      if (performance.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`${what} The workstation goes on without it; it starts again in ${pauseMs / 1000} s.`);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };

  const kept = keep();
  return {
    ready: ready.promise,
    stop: async () => {
      stopping.abort();
      await child?.stop();
      await kept;
    },
  };
}
