/** A request that names an `Idempotency-Key` is done once, and answered alike however often it comes. */
import { fingerprint } from '../commands/fingerprint.ts';
import { day, type Clock } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { json, type Sql, type Store, type Tx } from '../store/sql.ts';

const KEPT_MS = 7 * day;

export interface NamedRequest {
  readonly producer: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

/** Null where the request names no key. Throws `invalid` for a body that cannot be compared. */
export function nameRequest(
  producer: string,
  route: string,
  key: string | undefined,
  body: unknown,
): NamedRequest | null {
  if (key === undefined) return null;
  const print = fingerprint({ route, body });
  if (print === null) {
    const message = 'nested too deeply for a request with an Idempotency-Key';
    throw new Refusal('invalid', message, { errors: [{ field: 'body', message }] });
  }
  return { producer, key, fingerprint: print };
}

/**
 * Runs `work` and keeps its answer in the same transaction. A copy of the request that comes meanwhile, at this
 * process or another, waits and gets that answer. Throws `id-reused` where the key came before with another body.
 */
export async function answerOnce<Prepared, Answer>(
  deps: { readonly store: Store; readonly clock: Clock },
  request: NamedRequest | null,
  steps: {
    /** What must not be done inside the transaction. */
    prepare(): Promise<Prepared>;
    work(tx: Tx, prepared: Prepared): Promise<Answer>;
  },
): Promise<Answer> {
  const { store, clock } = deps;
  const before = request && (await earlierAnswer<Answer>(store, request));
  if (before) return before;
  const prepared = await steps.prepare();
  return store.transact(async (tx) => {
    if (!request) return steps.work(tx, prepared);
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [
      `${request.producer} ${request.key}`,
    ]);
    const meanwhile = await earlierAnswer<Answer>(tx, request);
    if (meanwhile) return meanwhile;
    const answer = await steps.work(tx, prepared);
    await tx.query(
      `insert into intake_request (producer, key, fingerprint, answer, received_at)
       values ($1, $2, $3, $4::jsonb, $5)`,
      [request.producer, request.key, request.fingerprint, json(answer), new Date(clock.now())],
    );
    return answer;
  });
}

async function earlierAnswer<Answer>(db: Sql, request: NamedRequest): Promise<Answer | null> {
  const { rows } = await db.query<{ fingerprint: Uint8Array; answer: Answer }>(
    'select fingerprint, answer from intake_request where producer = $1 and key = $2',
    [request.producer, request.key],
  );
  const [row] = rows;
  if (!row) return null;
  if (!request.fingerprint.equals(row.fingerprint)) {
    throw new Refusal('id-reused', 'this Idempotency-Key came before with another body; the first stands');
  }
  return row.answer;
}

export async function pruneRequests({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  await store.query('delete from intake_request where received_at < $1', [new Date(clock.now() - KEPT_MS)]);
}
