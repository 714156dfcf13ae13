/** What opening a case reads: one statement for the case with its pin, one for all its evidence. */
import type { Case } from '../../../../contract/case.ts';
import { evidenceDocumentMediaType } from '../../../../contract/evidence.ts';
import type { DropReason } from '../../../../contract/feed.ts';
import type { CacheRead, CacheWrite } from '../database.ts';
import * as evidence from './evidence.ts';

export type StoredCase = Readonly<{
  id: number;
  /** As the feed last gave it; it was parsed when it was stored. */
  current: Case;
  /** The version on screen (R5); null when none is pinned. */
  pinned: Case | null;
  /** When it was first on screen, the central API's clock. */
  pinnedAt: string | null;
  gone: DropReason | null;
  /** A newer version of it cannot be read (R8). */
  locked: boolean;
}>;

type Row = Readonly<{
  id: number;
  body: string;
  goneReason: DropReason | null;
  locked: number;
  pinVersion: number | null;
  pinBody: string | null;
  pinnedAt: string | null;
}>;

export function findCase(db: CacheRead, caseId: string): StoredCase | undefined {
  const row = db.one<Row>(
    `select r.id, r.body, r.gone_reason as goneReason, r.locked, p.version as pinVersion, p.body as pinBody,
       p.pinned_at as pinnedAt
     from case_row r left join pin p on p.case_id = r.case_id where r.case_id = ?`,
    caseId,
  );
  if (row === undefined) return undefined;
  const current = JSON.parse(row.body) as Case;
  return {
    id: row.id,
    current,
    pinned: pinnedOf(row, current),
    pinnedAt: row.pinnedAt,
    gone: row.goneReason,
    locked: row.locked === 1,
  };
}

/** A pin without a body is the current version, as long as that has the pinned number. */
function pinnedOf(row: Row, current: Case): Case | null {
  if (row.pinVersion === null) return null;
  if (row.pinBody !== null) return JSON.parse(row.pinBody) as Case;
  return row.pinVersion === current.version ? current : null;
}

/**
 * Pins a version that a pull has overtaken before its pin was on disk, so that it stays on screen all the same
 * (R5). `at` is the first time that it was shown.
 */
export function pinOvertaken(tx: CacheWrite, shown: Case, current: Case, at: string): void {
  tx.run(
    `insert into pin (case_id, version, body, pinned_at) values (?, ?, ?, ?)
     on conflict (case_id) do update set version = excluded.version, body = excluded.body`,
    shown.id,
    shown.version,
    JSON.stringify(shown),
    at,
  );
  evidence.linkCase(tx, current, shown);
}

export type EvidenceContent = Readonly<{
  state: 'wanted' | 'partial' | 'ready' | 'mismatch';
  fetchedBytes: number;
  /** Whole content of a structured document; null for bytes, for what is not here, and for what was known. */
  content: Uint8Array | null;
}>;

type EvidenceRow = Readonly<{
  digest: string;
  state: EvidenceContent['state'];
  fetchedBytes: number;
  data: Uint8Array | null;
}>;

/** Content is left out for the digests in `known`, which the caller has parsed already. */
export function findEvidence(
  db: CacheRead,
  digests: readonly string[],
  known: readonly string[],
): Map<string, EvidenceContent> {
  const rows = db.all<EvidenceRow>(
    `select e.digest, e.state, e.fetched_bytes as fetchedBytes, k.data
     from evidence e left join evidence_chunk k
       on k.digest = e.digest and e.state = 'ready' and e.media_type = ?
         and e.digest not in (select value from json_each(?))
     where e.digest in (select value from json_each(?)) order by e.digest, k.n`,
    evidenceDocumentMediaType,
    JSON.stringify(known),
    JSON.stringify(digests),
  );
  const parts = new Map<string, Uint8Array[]>();
  for (const row of rows) {
    if (row.data === null) continue;
    const soFar = parts.get(row.digest);
    if (soFar === undefined) parts.set(row.digest, [row.data]);
    else soFar.push(row.data);
  }
  return new Map(
    rows.map(({ digest, state, fetchedBytes }) => {
      const content = parts.get(digest);
      return [digest, { state, fetchedBytes, content: content === undefined ? null : whole(content) }];
    }),
  );
}

const whole = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
