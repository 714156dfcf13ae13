/** Server-sent events that say that there is something to pull (L2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { rooms } from '../../contract/access.ts';
import type { StreamEvent } from '../../contract/feed.ts';
import type { Giver } from '../assignment/giver.ts';
import type { Caller } from '../caller.ts';
import { ENFORCEMENT_CHANNEL } from '../enforcement/settle.ts';
import { FEED_CHANNEL, readFeedMessage } from '../feed/sequencer.ts';
import type { Instance } from '../instance.ts';
import type { Clock, Log } from '../ports.ts';
import { SESSION_CHANNEL } from '../sessions/ended.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Store } from '../store/sql.ts';
import { listenForRooms } from '../supervision/rooms-hint.ts';

export const HEARTBEAT_MS = 15_000;

const ROOMS_EVERY_MS = 2000;
const hasRooms = ({ role }: Caller): boolean => rooms[role].includes('team');

export interface StreamDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly instance: Instance;
  readonly sessions: Sessions;
  readonly giver: Giver;
  readonly heartbeatMs: number;
}

export interface Streams {
  open(caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Tells the streams of a session that it has ended, and ends them. */
  endSession(sessionId: string): void;
  listen(): Promise<() => Promise<void>>;
  /** How many are open. */
  count(): number;
  close(): void;
}

interface Stream {
  readonly caller: Caller;
  send(event: z.infer<typeof StreamEvent>): void;
  end(): void;
}

export function createStreams(deps: StreamDeps): Streams {
  const byPerson = new Map<string, Set<Stream>>();
  const all = () => [...byPerson.values()].flatMap((streams) => [...streams]);

  return {
    async open(caller, request, reply) {
      reply.hijack();
      const { raw } = reply;
      // Subscribed before the position is read: what comes in between is told twice, never not at all.
      const stream = createStream(caller, raw);
      enter(stream);
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      raw.setTimeout(0);
      stream.send({ event: 'hello', instanceId: deps.instance.id as never, era: deps.instance.era });
      const heartbeat = setInterval(() => void beat(stream), deps.heartbeatMs);
      const leave = () => {
        clearInterval(heartbeat);
        exit(stream);
      };
      raw.once('close', leave);
      request.raw.once('aborted', leave);
      const { rows } = await deps.store.query<{ position: number }>(
        'select coalesce(max(position), 0) as position from feed where person_id = $1',
        [caller.id],
      );
      stream.send({ event: 'feed', position: rows[0]?.position ?? 0 });
    },
    endSession(sessionId) {
      for (const stream of all().filter(({ caller }) => caller.sessionId === sessionId)) {
        stream.send({ event: 'session', what: 'ended' });
        stream.end();
      }
    },
    async listen() {
      const unlisten = [
        await listenForRooms(deps.store, ROOMS_EVERY_MS, () => {
          for (const stream of all()) if (hasRooms(stream.caller)) stream.send({ event: 'rooms' });
        }),
        await deps.store.listen(FEED_CHANNEL, (payload) => {
          for (const [personId, position] of readFeedMessage(payload)) {
            for (const stream of byPerson.get(personId) ?? []) stream.send({ event: 'feed', position });
          }
        }),
        await deps.store.listen(ENFORCEMENT_CHANNEL, (personId) => {
          for (const stream of byPerson.get(personId) ?? []) stream.send({ event: 'enforcement' });
        }),
        await deps.store.listen(SESSION_CHANNEL, (personId) => {
          for (const stream of byPerson.get(personId) ?? []) void tellEnded(stream);
        }),
      ];
      return async () => {
        await Promise.all(unlisten.map((stop) => stop()));
      };
    },
    count: () => all().length,
    close() {
      for (const stream of all()) stream.end();
    },
  };

  async function beat(stream: Stream): Promise<void> {
    const { caller } = stream;
    // Closed with its token; a session that was ended by another process is seen here.
    if (deps.clock.now() >= caller.accessEndsAt.getTime()) return stream.end();
    if ((await endIfEnded(stream)) !== 'ended') stream.send({ event: 'heartbeat' });
  }

  /** A device that is to be retired goes on until it has sent what waits (S3). */
  async function endIfEnded(stream: Stream): Promise<'open' | 'retire' | 'ended'> {
    const state = await deps.sessions.stateOf(stream.caller.sessionId).catch(() => 'open' as const);
    if (state === 'open' || state === 'retire') return state;
    // What it says makes the desktop ask for a new token, which tells it the rest.
    stream.send({ event: 'session', what: state });
    stream.end();
    return 'ended';
  }

  async function tellEnded(stream: Stream): Promise<void> {
    if ((await endIfEnded(stream)) === 'retire') stream.send({ event: 'session', what: 'retire' });
  }

  function enter(stream: Stream): void {
    const { caller } = stream;
    const streams = byPerson.get(caller.id) ?? new Set();
    streams.add(stream);
    byPerson.set(caller.id, streams);
    const present = deps.giver.present.get(caller.id);
    deps.giver.present.set(caller.id, { caller, streams: (present?.streams ?? 0) + 1 });
  }

  function exit(stream: Stream): void {
    const { caller } = stream;
    const streams = byPerson.get(caller.id);
    if (!streams?.delete(stream)) return;
    if (streams.size === 0) byPerson.delete(caller.id);
    const present = deps.giver.present.get(caller.id);
    if (present && present.streams > 1) {
      deps.giver.present.set(caller.id, { ...present, streams: present.streams - 1 });
    } else deps.giver.present.delete(caller.id);
  }
}

/** A reader this far behind is not reading. */
const BUFFERED_AT_MOST = 64 * 1024;

function createStream(caller: Caller, raw: FastifyReply['raw']): Stream {
  return {
    caller,
    send(event) {
      if (raw.writableLength > BUFFERED_AT_MOST) raw.destroy();
      else if (!raw.writableEnded) raw.write(`event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    end() {
      raw.end();
    },
  };
}
