import type { z } from 'zod';
import { fingerprint } from '../commands/fingerprint.ts';
import { day, type Clock } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { json, type Store } from '../store/sql.ts';

const KEPT_MS = 7 * day;

interface IdempotencyDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Answers a request that came before under the same key as it was answered then. What is done twice at the same
 * moment is kept apart by the ids of the items themselves, so the key needs no lock.
 */
export async function answeredOnce<Schema extends z.ZodType>(
  { store, clock }: IdempotencyDeps,
  request: {
    readonly producer: string;
    readonly key: unknown;
    readonly body: unknown;
    readonly answer: Schema;
  },
  work: () => Promise<z.output<Schema>>,
): Promise<z.output<Schema>> {
  const { producer, key } = request;
  if (key === undefined) return work();
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Refusal('invalid', 'a key has 1 to 200 visible ASCII characters', {
      errors: [{ field: 'idempotency-key', message: '1 to 200 visible ASCII characters' }],
    });
  }
  const print = fingerprint(request.body);
  if (print === null)
    throw new Refusal('invalid', 'nested too deeply', {
      errors: [{ field: 'body', message: 'nested too deeply' }],
    });

  const before = await find();
  if (before !== null) return before;
  const answer = await work();
  await store.query(
    `insert into intake_request (producer, key, fingerprint, answer, received_at)
     values ($1, $2, $3, $4::jsonb, $5) on conflict (producer, key) do nothing`,
    [producer, key, print, json(answer), new Date(clock.now())],
  );
  return (await find()) ?? answer;

  async function find(): Promise<z.output<Schema> | null> {
    const { rows } = await store.query<{ fingerprint: Uint8Array; answer: unknown }>(
      'select fingerprint, answer from intake_request where producer = $1 and key = $2',
      [producer, key],
    );
    const [row] = rows;
    if (!row) return null;
    if (!print || !Buffer.from(row.fingerprint).equals(print)) {
      throw new Refusal('id-reused', 'this key came before with another body; the first stands');
    }
    return request.answer.parse(row.answer);
  }
}

/** Forgets answers after a week. */
export async function pruneAnswers({ store, clock }: IdempotencyDeps): Promise<void> {
  await store.query('delete from intake_request where received_at < $1', [new Date(clock.now() - KEPT_MS)]);
}
