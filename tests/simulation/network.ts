/** The network between the workstations and the central API, scripted and seeded. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { CentralClientDeps } from '../../electron/core/sync/central-client.ts';
import type { Chance } from './chance.ts';
import type { Schedule } from './schedule.ts';

export const networkFaults = [
  'drop-request',
  'drop-answer',
  'delay-request',
  'delay-answer',
  'repeat-request',
  'cut-answer',
  'portal',
  'proxy-page',
  'overloaded',
  'black-hole',
] as const;
export type NetworkFault = (typeof networkFaults)[number];

interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly data?: string;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly data: Readable;
}

export interface Link {
  readonly http: NonNullable<CentralClientDeps['http']>;
  /** Null: none at all. Otherwise each request meets a fault with this probability. */
  trouble: number | null;
  /** Run once, when the next batch of commands goes out: between the two commits of a round. */
  atNextPush: (() => void) | null;
  /** Says to the open stream that there is something, if there is one. */
  tell(event: object): void;
  endStream(): void;
}

export interface Network {
  link(owner: string): Link;
  /** Comes to rest when nothing is being served and nothing follows from it. */
  settle(): Promise<void>;
  readonly met: Map<NetworkFault, number>;
  /** Batches of commands that the central API has answered. */
  pushes(): number;
}

const PUSH = '/v1/commands';

const page = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  data: Readable.from([Buffer.from(body)]),
});

export function createNetwork(deps: {
  readonly schedule: Schedule;
  readonly chance: Chance;
  /** Null while the central API is down. */
  readonly central: () => FastifyInstance | null;
}): Network {
  const { schedule, chance } = deps;
  const met = new Map<NetworkFault, number>();
  let serving = 0;
  let pushes = 0;

  async function serve(ask: Ask): Promise<Answer> {
    const app = deps.central();
    if (app === null) throw refused();
    serving += 1;
    if (ask.url.endsWith(PUSH)) pushes += 1;
    try {
      const { accept: _accept, ...headers } = ask.headers;
      const answer = await app.inject({
        method: ask.method,
        url: ask.url,
        headers,
        ...(ask.data === undefined ? {} : { payload: ask.data }),
      });
      return { status: answer.statusCode, headers: answer.headers, data: Readable.from([answer.rawPayload]) };
    } finally {
      serving -= 1;
    }
  }

  /** Ends with the request's own end where nothing comes. */
  const never = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      if (signal.aborted) reject(cut());
      signal.addEventListener('abort', () => reject(cut()), { once: true });
    });
  const later = (owner: string, delayMs: number): Promise<void> =>
    new Promise((resolve) => void schedule.at(owner, delayMs, resolve));

  async function withFault(fault: NetworkFault, owner: string, ask: Ask): Promise<Answer> {
    met.set(fault, (met.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'drop-request':
        throw cut();
      case 'black-hole':
        return never(ask.signal);
      case 'drop-answer':
        await serve(ask);
        throw cut();
      case 'repeat-request': {
        const first = await serve(ask);
        await serve(ask).catch(() => {});
        return first;
      }
      case 'delay-request':
        // It may arrive long after the sender has given up on it, and sent it again.
        schedule.at(
          'network',
          chance.oneOf([500, 5_000, 60_000, 900_000]),
          () => void serve(ask).catch(() => {}),
        );
        return never(ask.signal);
      case 'delay-answer': {
        const answer = await serve(ask);
        await Promise.race([later(owner, chance.oneOf([100, 3_000, 9_000, 20_000])), never(ask.signal)]);
        return answer;
      }
      case 'cut-answer': {
        const answer = await serve(ask);
        const whole: Buffer[] = [];
        for await (const piece of answer.data) whole.push(piece as Buffer);
        const body = Buffer.concat(whole);
        return { ...answer, data: Readable.from([body.subarray(0, chance.below(body.byteLength + 1))]) };
      }
      case 'portal':
        return page(200, '<html><title>Welcome to the hotel</title></html>');
      case 'proxy-page':
        return page(chance.oneOf([401, 403, 404, 407, 410, 502]), '<html>Proxy</html>');
      case 'overloaded':
        return page(chance.oneOf([429, 503]), 'later', { 'retry-after': String(1 + chance.below(30)) });
    }
  }

  return {
    met,
    pushes: () => pushes,
    link(owner) {
      let stream: Readable | null = null;
      const link: Link = {
        trouble: 0,
        atNextPush: null,
        http: {
          async request(ask: Ask): Promise<Answer> {
            if (ask.url.endsWith(PUSH)) {
              link.atNextPush?.();
              link.atNextPush = null;
            }
            if (link.trouble === null) throw refused();
            if (ask.url.includes('/v1/stream')) return openStream(ask);
            if (chance.happens(link.trouble)) return withFault(chance.oneOf(networkFaults), owner, ask);
            return serve(ask);
          },
        } as never,
        tell(event) {
          stream?.push(`data: ${JSON.stringify(event)}\n\n`);
        },
        endStream() {
          stream?.destroy();
          stream = null;
        },
      };
      async function openStream(ask: Ask): Promise<Answer> {
        if (deps.central() === null || chance.happens(link.trouble ?? 0)) throw refused();
        link.endStream();
        const opened = new Readable({ read() {} });
        opened.on('error', () => {});
        ask.signal.addEventListener('abort', () => opened.destroy(), { once: true });
        stream = opened;
        opened.push('data: {"event":"heartbeat"}\n\n');
        return { status: 200, headers: { 'content-type': 'text/event-stream' }, data: opened };
      }
      return link;
    },
    async settle() {
      for (let quiet = 0; quiet < 2;) {
        await new Promise((resolve) => setImmediate(resolve));
        quiet = serving === 0 ? quiet + 1 : 0;
      }
    },
  };
}

const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
