/** Reading what a server sends, bounded in bytes, silence and time (faults 26 and 28). */
import type { Readable } from 'node:stream';
import type { TimerHandle, Timers } from '../ports.ts';
import type { NoContact } from './no-contact.ts';

class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** One request's time: over all, and to the next sign of life. */
export class TimeLimit {
  readonly #timers: Timers;
  readonly #controller = new AbortController();
  readonly #overall: TimerHandle | null;
  #next: TimerHandle | null = null;
  #expired = false;

  constructor(timers: Timers, overallMs: number | null) {
    this.#timers = timers;
    this.#overall = overallMs === null ? null : timers.set(() => this.#expire(), overallMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  expectWithin(ms: number): void {
    if (this.#next !== null) this.#timers.clear(this.#next);
    this.#next = this.#timers.set(() => this.#expire(), ms);
  }

  abort(): void {
    this.#controller.abort();
    this.end();
  }

  end(): void {
    if (this.#next !== null) this.#timers.clear(this.#next);
    if (this.#overall !== null) this.#timers.clear(this.#overall);
    this.#next = null;
  }

  explain(error: unknown): NoContact {
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (error instanceof TooLargeError) {
      return { kind: 'no-contact', reason: 'not-central', detail: error.message, retryAfterMs: null };
    }
    return {
      kind: 'no-contact',
      reason: this.#expired || code === 'ETIMEDOUT' ? 'timeout' : 'unreachable',
      detail: code === '' ? 'the connection ended' : code,
      retryAfterMs: null,
    };
  }

  #expire(): void {
    this.#expired = true;
    this.#controller.abort();
  }
}

/** Rejects when the source fails, ends early, or is silent for longer than `silenceMs`. */
export async function readWithin(
  source: Readable,
  limit: TimeLimit,
  silenceMs: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  const stop = (): void => {
    source.destroy(new Error('the time for this request is over'));
  };
  limit.signal.addEventListener('abort', stop, { once: true });
  try {
    limit.expectWithin(silenceMs);
    for await (const piece of source as AsyncIterable<Uint8Array>) {
      limit.expectWithin(silenceMs);
      onPiece(piece);
    }
  } finally {
    limit.signal.removeEventListener('abort', stop);
  }
}

export async function readText(
  source: Readable,
  limit: TimeLimit,
  bounds: { readonly silenceMs: number; readonly bytes: number },
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  await readWithin(source, limit, bounds.silenceMs, (piece) => {
    total += piece.length;
    if (total > bounds.bytes) throw new TooLargeError(`more than ${bounds.bytes} bytes`);
    pieces.push(piece);
  });
  return Buffer.concat(pieces).toString('utf8');
}
