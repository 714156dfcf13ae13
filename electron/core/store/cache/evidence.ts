/** Evidence by its SHA-256, in chunks, and which case needs which (E1 to E4). */
import type { Case } from '../../../../contract/case.ts';
import { evidenceDocumentMediaType } from '../../../../contract/evidence.ts';
import type { CacheRead, CacheWrite } from '../database.ts';

export const chunkBytes = 256 * 1024;

/** `mismatch`: fetched whole a bounded number of times, and never what its digest says. */
export type EvidenceState = 'wanted' | 'partial' | 'ready' | 'mismatch';

export type StoredEvidence = Readonly<{
  digest: string;
  mediaType: string;
  bytes: number;
  state: EvidenceState;
  fetchedBytes: number;
  etag: string | null;
  attempts: number;
}>;

const columns = `digest, media_type as mediaType, bytes, state, fetched_bytes as fetchedBytes, etag, attempts`;

export function find(db: CacheRead, digest: string): StoredEvidence | undefined {
  return db.one<StoredEvidence>(`select ${columns} from evidence where digest = ?`, digest);
}

/** Only what has been verified: bytes that do not match their digest are never shown (E1). */
export function readReady(db: CacheRead, digest: string): Uint8Array | undefined {
  const stored = find(db, digest);
  if (stored === undefined || stored.state !== 'ready') return undefined;
  return Buffer.concat(
    db.values<Uint8Array>('select data from evidence_chunk where digest = ? order by n', digest),
  );
}

/** Bytes `[start, end)` of verified content, clipped to what there is. */
export function readRange(db: CacheRead, digest: string, start: number, end: number): Uint8Array | undefined {
  const stored = find(db, digest);
  if (stored === undefined || stored.state !== 'ready') return undefined;
  const last = Math.min(end, stored.bytes);
  if (start >= last) return new Uint8Array();
  const first = Math.floor(start / chunkBytes);
  const chunks = db.values<Uint8Array>(
    'select data from evidence_chunk where digest = ? and n between ? and ? order by n',
    digest,
    first,
    Math.floor((last - 1) / chunkBytes),
  );
  const offset = first * chunkBytes;
  return Buffer.concat(chunks).subarray(start - offset, last - offset);
}

/** The partial content so far, a chunk at a time. */
export function readChunk(db: CacheRead, digest: string, n: number): Uint8Array | undefined {
  return db.value<Uint8Array>('select data from evidence_chunk where digest = ? and n = ?', digest, n);
}

export function appendChunk(
  tx: CacheWrite,
  digest: string,
  n: number,
  data: Uint8Array,
  etag: string | null,
): void {
  tx.run('insert or replace into evidence_chunk (digest, n, data) values (?, ?, ?)', digest, n, data);
  tx.run(
    `update evidence set state = 'partial', etag = ?, fetched_bytes = ? where digest = ?`,
    etag,
    n * chunkBytes + data.length,
    digest,
  );
}

/** Drops what has been fetched so far. */
export function startAgain(tx: CacheWrite, digest: string): void {
  tx.run('delete from evidence_chunk where digest = ?', digest);
  tx.run(`update evidence set state = 'wanted', fetched_bytes = 0, etag = null where digest = ?`, digest);
}

/** Its digest has been checked. Returns the cases that are wholly here now. */
export function markReady(tx: CacheWrite, digest: string): string[] {
  tx.run(`update evidence set state = 'ready', fetched_bytes = bytes where digest = ?`, digest);
  const document = tx.value<number>(
    'select 1 from evidence where digest = ? and media_type = ?',
    digest,
    evidenceDocumentMediaType,
  );
  const completed: string[] = [];
  for (const caseId of casesOf(tx, digest)) {
    if (document === 1) tx.run('update case_row set indexed = 0 where case_id = ?', caseId);
    if (refreshReady(tx, caseId)) completed.push(caseId);
  }
  return completed;
}

/** Counts one whole download that did not match, and drops it. At `limit` it is given up until it is asked for again. */
export function markMismatch(tx: CacheWrite, digest: string, limit: number): number {
  startAgain(tx, digest);
  tx.run(
    `update evidence set attempts = attempts + 1, state = iif(attempts + 1 >= ?, 'mismatch', 'wanted')
     where digest = ?`,
    limit,
    digest,
  );
  return tx.value<number>('select attempts from evidence where digest = ?', digest) ?? 0;
}

/** Tries again what was given up. */
export function forgive(tx: CacheWrite, digest: string): void {
  tx.run(
    `update evidence set state = 'wanted', attempts = 0 where digest = ? and state = 'mismatch'`,
    digest,
  );
}

export function casesOf(db: CacheRead, digest: string): string[] {
  return db.values<string>('select distinct case_id from case_evidence where digest = ?', digest);
}

/** Whether the case's newest version has all its evidence here; written to its row. */
export function refreshReady(tx: CacheWrite, caseId: string): boolean {
  const missing = tx.value<number>(
    `select count(*) from case_evidence c left join evidence e on e.digest = c.digest
     where c.case_id = ? and c.current = 1 and coalesce(e.state, '') <> 'ready'`,
    caseId,
  );
  const kept = tx.value<string>('select cache_policy from case_row where case_id = ?', caseId) === 'offline';
  const ready = missing === 0 && kept;
  tx.run(
    'update case_row set ready = ? where case_id = ? and ready <> ?',
    ready ? 1 : 0,
    caseId,
    ready ? 1 : 0,
  );
  return ready;
}

/** Records what a case needs: its newest version and, where that is another, the one on screen. */
export function linkCase(tx: CacheWrite, newest: Case, pinned: Case | undefined): void {
  const before = digestsOf(tx, newest.id);
  tx.run('delete from case_evidence where case_id = ?', newest.id);
  link(tx, newest, 1);
  if (pinned !== undefined) link(tx, pinned, 0);
  removeUnneeded(tx, before);
  refreshReady(tx, newest.id);
}

function link(tx: CacheWrite, value: Case, current: 0 | 1): void {
  for (const [ordinal, item] of value.evidence.entries()) {
    tx.run(
      'insert or replace into case_evidence (case_id, digest, evidence_id, ordinal, current) values (?, ?, ?, ?, ?)',
      value.id,
      item.digest,
      item.id,
      ordinal,
      current,
    );
    // What may not be on disk has no row to put bytes into (E4).
    if (value.cachePolicy !== 'offline') continue;
    tx.run(
      `insert into evidence (digest, media_type, bytes, state) values (?, ?, ?, 'wanted')
       on conflict (digest) do nothing`,
      item.digest,
      item.mediaType,
      item.bytes,
    );
  }
}

export function unlinkCase(tx: CacheWrite, caseId: string): void {
  const before = digestsOf(tx, caseId);
  tx.run('delete from case_evidence where case_id = ?', caseId);
  removeUnneeded(tx, before);
}

export function unlinkPinned(tx: CacheWrite, caseId: string): void {
  const before = digestsOf(tx, caseId);
  tx.run('delete from case_evidence where case_id = ? and current = 0', caseId);
  removeUnneeded(tx, before);
}

const digestsOf = (db: CacheRead, caseId: string): string[] =>
  db.values<string>('select distinct digest from case_evidence where case_id = ?', caseId);

function removeUnneeded(tx: CacheWrite, digests: readonly string[]): void {
  for (const digest of digests) {
    tx.run(
      `delete from evidence where digest = ? and not exists (
         select 1 from case_evidence c join case_row r on r.case_id = c.case_id
         where c.digest = evidence.digest and r.cache_policy = 'offline')`,
      digest,
    );
  }
}

/** E3: nothing stays that no case needs. */
export function sweep(tx: CacheWrite): number {
  tx.run('delete from case_evidence where case_id not in (select case_id from case_row)');
  return tx.run(
    `delete from evidence where not exists (
       select 1 from case_evidence c join case_row r on r.case_id = c.case_id
       where c.digest = evidence.digest and r.cache_policy = 'offline')`,
  );
}

/** What is still to be fetched for a case, in its order. */
export function listMissing(db: CacheRead, caseId: string): StoredEvidence[] {
  return db.all<StoredEvidence>(
    `select ${columns} from evidence where state in ('wanted', 'partial') and digest in (
       select digest from case_evidence where case_id = ?)
     order by (select min(ordinal) from case_evidence c where c.digest = evidence.digest and c.case_id = ?)`,
    caseId,
    caseId,
  );
}

/** Of all that is still to be fetched, what the head of the queue needs first. */
export function listMissingInQueueOrder(db: CacheRead, limit: number): StoredEvidence[] {
  return db.all<StoredEvidence>(
    `select ${columns} from evidence where state in ('wanted', 'partial')
     order by (select max(r.score) from case_evidence c join case_row r on r.case_id = c.case_id
               where c.digest = evidence.digest and r.gone_reason is null) desc
     limit ?`,
    limit,
  );
}

export function storedBytes(db: CacheRead): number {
  return db.value<number>('select coalesce(sum(fetched_bytes), 0) from evidence') ?? 0;
}

/** What is not wholly here, in pieces and bytes; `mismatch` among them is not fetched by itself. */
export function countMissing(db: CacheRead): { missing: number; missingBytes: number; mismatch: number } {
  return (
    db.one<{ missing: number; missingBytes: number; mismatch: number }>(
      `select count(*) as missing, coalesce(sum(bytes - fetched_bytes), 0) as missingBytes,
         coalesce(sum(state = 'mismatch'), 0) as mismatch from evidence where state <> 'ready'`,
    ) ?? { missing: 0, missingBytes: 0, mismatch: 0 }
  );
}

/** Tries again everything that was given up. */
export function forgiveAll(tx: CacheWrite): number {
  return tx.run(`update evidence set state = 'wanted', attempts = 0 where state = 'mismatch'`);
}

/** Cases in the queue whose evidence may not touch the disk (E4). */
export const countMemoryOnly = (db: CacheRead): number =>
  db.value<number>(`select count(*) from case_row where cache_policy <> 'offline' and gone_reason is null`) ??
  0;

/** Cases in the queue whose evidence is wholly here. */
export function countReadyCases(db: CacheRead): number {
  return db.value<number>('select count(*) from case_row where ready = 1 and gone_reason is null') ?? 0;
}
