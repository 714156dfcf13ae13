/** Producers and their API keys. A key is shown once, when it is made; only its SHA-256 is kept. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CaseSource } from '../../contract/case.ts';
import { Slug, requiredText } from '../../contract/primitives.ts';
import { recordAudit } from '../audit/record.ts';
import { minute, type Clock, type Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { hashToken, newToken } from '../sessions/tokens.ts';
import type { Store, Tx } from '../store/sql.ts';
import type { Producer } from './producer.ts';

export interface ProducerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

export const NewProducer = z.object({
  id: Slug,
  name: requiredText(120),
  sources: z.array(CaseSource).min(1).max(4),
  compartments: z.array(Slug).max(50).default([]),
  /** Of each API process by itself. */
  requestsAMinute: z.int().min(1).max(1_000_000).default(600),
});
export type NewProducer = z.input<typeof NewProducer>;

/** Throws a Refusal `conflict` where the id is taken. Returns the first key, which cannot be had again. */
export async function addProducer(deps: ProducerDeps, input: NewProducer): Promise<string> {
  const producer = NewProducer.parse(input);
  const at = new Date(deps.clock.now());
  return deps.store.transact(async (tx) => {
    const added = await tx.query(
      `insert into producer (id, name, sources, compartments, requests_a_minute, created_at)
       values ($1, $2, $3::text[], $4::text[], $5, $6) on conflict (id) do nothing returning id`,
      [producer.id, producer.name, producer.sources, producer.compartments, producer.requestsAMinute, at],
    );
    if (added.count === 0) throw new Refusal('conflict', `there is a producer ${producer.id} already`);
    await audit(tx, deps, 'producer.added', producer.id);
    return insertKey(tx, deps, producer.id);
  });
}

/** One more key; the ones before stay until they are revoked. */
export async function addKey(deps: ProducerDeps, producer: string): Promise<string> {
  return deps.store.transact(async (tx) => {
    await mustExist(tx, producer);
    return insertKey(tx, deps, producer);
  });
}

/** Throws a Refusal `not-found` where there is no such key that is not revoked. */
export async function revokeKey(deps: ProducerDeps, keyId: string): Promise<void> {
  await deps.store.transact(async (tx) => {
    const { rows } = await tx.query<{ producer: string }>(
      'update producer_key set revoked_at = $2 where id = $1 and revoked_at is null returning producer',
      [keyId, new Date(deps.clock.now())],
    );
    const [key] = rows;
    if (!key) throw new Refusal('not-found', `there is no key ${keyId} that could be revoked`);
    await audit(tx, deps, 'producer.key-revoked', key.producer, keyId);
  });
}

export async function setDisabled(deps: ProducerDeps, producer: string, disabled: boolean): Promise<void> {
  await deps.store.transact(async (tx) => {
    await mustExist(tx, producer);
    await tx.query('update producer set disabled_at = $2 where id = $1', [
      producer,
      disabled ? new Date(deps.clock.now()) : null,
    ]);
    await audit(tx, deps, disabled ? 'producer.disabled' : 'producer.enabled', producer);
  });
}

export interface ProducerLine extends Producer {
  readonly disabled: boolean;
  readonly keys: readonly { id: string; lastUsedAt: string | null }[];
}

export async function listProducers(store: Store): Promise<ProducerLine[]> {
  const { rows } = await store.query<ProducerRow & { disabled: boolean; keys: ProducerLine['keys'] }>(
    `select ${columns}, p.disabled_at is not null as disabled,
       coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'lastUsedAt', k.last_used_at) order by k.created_at)
         from producer_key k where k.producer = p.id and k.revoked_at is null), '[]') as keys
     from producer p order by p.id`,
  );
  return rows.map((row) => ({ ...producerOf(row), disabled: row.disabled, keys: row.keys }));
}

/** The producer of a key; null where it opens nothing. That it was used is noted at most once a minute. */
export async function findByKey({ store, clock }: ProducerDeps, key: string): Promise<Producer | null> {
  const hash = hashToken(key);
  const { rows } = await store.query<ProducerRow & { last_used_at: Date | null }>(
    `select ${columns}, k.last_used_at from producer_key k join producer p on p.id = k.producer
     where k.hash = $1 and k.revoked_at is null and p.disabled_at is null`,
    [hash],
  );
  const [row] = rows;
  if (!row) return null;
  const now = clock.now();
  if (row.last_used_at === null || now - row.last_used_at.getTime() >= minute) {
    await store.query('update producer_key set last_used_at = $2 where hash = $1', [hash, new Date(now)]);
  }
  return producerOf(row);
}

interface ProducerRow {
  id: string;
  name: string;
  sources: Producer['sources'];
  compartments: string[];
  requests_a_minute: number;
}

const columns = 'p.id, p.name, p.sources, p.compartments, p.requests_a_minute';
const producerOf = (row: ProducerRow): Producer => ({
  id: row.id,
  name: row.name,
  sources: row.sources,
  compartments: row.compartments,
  requestsAMinute: row.requests_a_minute,
});

/** `dkp_<id>_<secret>`: the id may be shown, the whole is the secret. */
async function insertKey(tx: Tx, deps: ProducerDeps, producer: string): Promise<string> {
  const id = randomBytes(6).toString('hex');
  const key = `dkp_${id}_${newToken()}`;
  await tx.query('insert into producer_key (hash, id, producer, created_at) values ($1, $2, $3, $4)', [
    hashToken(key),
    id,
    producer,
    new Date(deps.clock.now()),
  ]);
  await audit(tx, deps, 'producer.key-added', producer, id);
  return key;
}

async function mustExist(tx: Tx, producer: string): Promise<void> {
  const { count } = await tx.query('select 1 from producer where id = $1 for update', [producer]);
  if (count === 0) throw new Refusal('not-found', `there is no producer ${producer}`);
}

const audit = (tx: Tx, { ids, clock }: ProducerDeps, kind: string, producer: string, key?: string) =>
  recordAudit(tx, [
    {
      id: ids.uuid(),
      at: new Date(clock.now()),
      kind,
      details: key === undefined ? { producer } : { producer, key },
    },
  ]);
