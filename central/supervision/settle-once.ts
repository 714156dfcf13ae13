import type { Caller } from '../caller.ts';
import { fingerprint } from '../commands/fingerprint.ts';
import { Refusal } from '../refusal.ts';
import { json, type Tx } from '../store/sql.ts';

/** Throws a Refusal (`invalid`) where it cannot be told from another. */
export function printOf(request: object): Buffer {
  const print = fingerprint(request);
  if (print === null) throw new Refusal('invalid', 'nested too deeply');
  return print;
}

/**
 * The same request again gets the same answer. Call it once the cases are locked: a copy of the request waits for
 * them. Throws a Refusal: `id-reused`.
 */
export async function settleOnce<Answer>(
  tx: Tx,
  caller: Caller,
  request: { readonly id: string; readonly print: Buffer; readonly at: Date },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { id, print, at } = request;
  const { rows } = await tx.query<{ fingerprint: Uint8Array; answer: Answer }>(
    'select fingerprint, answer from settlement where person_id = $1 and id = $2',
    [caller.id, id],
  );
  const [before] = rows;
  if (before) {
    if (!Buffer.from(before.fingerprint).equals(print)) throw reused();
    return before.answer;
  }
  const answer = await work();
  const kept = await tx.query(
    `insert into settlement (id, person_id, fingerprint, answer, at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict do nothing`,
    [id, caller.id, print, json(answer), at],
  );
  // The same id on another case at the same moment: nothing of this one is kept.
  if (kept.count === 0) throw reused();
  return answer;
}

const reused = (): Refusal =>
  new Refusal('id-reused', 'this id came before with another body; the first stands');
