/** The stream says that there is something to pull, and nothing more (L2). */
import { createParser } from 'eventsource-parser';
import { StreamEvent } from '../../../contract/feed.ts';
import type { TimerHandle, Timers } from '../ports.ts';
import type { CentralClient, OpenBody } from './central-client.ts';

export interface FeedStream {
  /** Connects unless it is connected or connecting. */
  start(): void;
  stop(): void;
  readonly connected: () => boolean;
}

export interface FeedStreamDeps {
  readonly client: CentralClient;
  readonly timers: Timers;
  readonly onEvent: (event: StreamEvent) => void;
  /** It is silent for longer than one heartbeat: worth a look, before two missed ones end it. */
  readonly onSilence: () => void;
  /** It ended; `opened` tells a stream that broke from one that was never had. */
  readonly onEnd: (opened: boolean) => void;
}

const heartbeatMs = 15_000;
const doubtfulSilenceMs = heartbeatMs + 1_500;
/** Two heartbeats missed: there is no stream. */
const longestSilenceMs = 2 * heartbeatMs + 1_000;

export function createFeedStream(deps: FeedStreamDeps): FeedStream {
  const { client, timers, onEvent } = deps;
  let run = 0;
  let connecting = false;
  let body: OpenBody | null = null;

  async function connect(own: number): Promise<void> {
    let silence: TimerHandle | null = null;
    const answer = await client.open('feed.stream', {
      headers: { accept: 'text/event-stream' },
      silenceMs: longestSilenceMs,
      quiet: true,
    });
    if (own !== run) {
      if (answer.kind === 'open') answer.body.abort();
      return;
    }
    connecting = false;
    if (answer.kind !== 'open') {
      deps.onEnd(false);
      return;
    }
    const type = answer.body.header('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) {
      answer.body.abort();
      deps.onEnd(false);
      return;
    }
    body = answer.body;
    const alive = (): void => {
      if (silence !== null) timers.clear(silence);
      silence = timers.set(deps.onSilence, doubtfulSilenceMs);
    };
    const parser = createParser({
      maxBufferSize: 65_536,
      onEvent(message) {
        alive();
        const event = StreamEvent.safeParse(parseJson(message.data));
        if (event.success && own === run) onEvent(event.data);
      },
      onComment: alive,
    });
    const decoder = new TextDecoder();
    alive();
    await body.read((piece) => parser.feed(decoder.decode(piece, { stream: true })));
    if (silence !== null) timers.clear(silence);
    if (own !== run) return;
    body = null;
    deps.onEnd(true);
  }

  return {
    start() {
      if (connecting || body !== null) return;
      connecting = true;
      run += 1;
      void connect(run);
    },
    stop() {
      run += 1;
      connecting = false;
      body?.abort();
      body = null;
    },
    connected: () => body !== null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
