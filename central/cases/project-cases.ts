/** Cases as a reader receives them: what the role may not see is left out here, in one place (P1, P2). */
import { fieldAccess, type FieldAccess } from '../../contract/access.ts';
import type { Case, Note, TimelineEntry } from '../../contract/case.ts';
import type { EvidenceItem } from '../../contract/evidence.ts';
import type { Role } from '../../contract/people.ts';
import { minute } from '../ports.ts';
import { readFirstDecisions } from '../appeals/first-decision.ts';
import type { Sql } from '../store/sql.ts';
import { stateOf, type CaseRow } from './case-row.ts';

export interface Reader {
  readonly id: string;
  readonly role: Role;
  readonly compartments: readonly string[];
}

export const mayEnter = (reader: Pick<Reader, 'compartments'>, compartment: string | null): boolean =>
  compartment === null || reader.compartments.includes(compartment);

export interface ProjectOptions {
  /** From when the reader's leases run. */
  readonly leaseFrom: Date | null;
  /** For readers whose contract does not let cases onto a disk. */
  readonly memoryOnly: boolean;
}

type Of<T> = Map<string, T[]>;

export async function projectCases(
  db: Sql,
  reader: Reader,
  rows: readonly CaseRow[],
  options: ProjectOptions,
): Promise<Map<string, Case>> {
  const access = fieldAccess[reader.role];
  const visible = rows.filter((row) => mayEnter(reader, row.compartment));
  const ids = visible.map((row) => row.id);
  if (ids.length === 0) return new Map();
  const denied = new Set<string>(access.withheldCaseFields);
  const evidence = await readEvidence(db, ids, access);
  const notes = denied.has('notes') ? none<Note>() : await readNotes(db, ids, access);
  const timeline = denied.has('timeline') ? none<TimelineEntry>() : await readTimeline(db, ids, access);
  const standing = denied.has('standing') ? new Map<string, Standing>() : await readStanding(db, visible);
  const appealed = rows.filter(({ source }) => source === 'appeal').map(({ id }) => id);
  const appeals = await readFirstDecisions(db, denied.has('standing') ? [] : appealed);
  const others = denied.has('otherOpenCases') ? none<OtherCase>() : await readOthers(db, ids, reader);

  return new Map(
    visible.map((row) => {
      // An appeal or a practice case shows no score and no names before it is decided.
      const blind = row.source === 'appeal' || row.practice;
      const seen: Omit<Case, 'id' | 'epoch' | 'version'> = {
        reference: row.reference,
        title: row.title,
        summary: row.summary,
        state: stateOf(row),
        source: row.source,
        queue: row.queue,
        policyArea: row.policy_area,
        priority: { score: row.priority_score, band: row.priority_band },
        dueAt: row.due_at?.toISOString() ?? null,
        subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label },
        related: denied.has('related') ? [] : row.related,
        compartment: row.compartment,
        cachePolicy: options.memoryOnly && row.cache_policy === 'offline' ? 'memory' : row.cache_policy,
        language: row.language,
        riskScore: blind || denied.has('riskScore') ? null : row.risk_score,
        reports: row.reports,
        strikes: denied.has('strikes') ? 0 : row.strikes,
        facts: row.facts,
        evidence: evidence.get(row.id) ?? [],
        evidenceDigest: row.evidence_digest,
        nearDuplicateDigest: row.near_duplicate_digest,
        otherOpenCases: (others.get(row.id) ?? []) as Case['otherOpenCases'],
        notes: notes.get(row.id) ?? [],
        timeline: blind ? withoutNames(timeline.get(row.id) ?? []) : (timeline.get(row.id) ?? []),
        appeal: appeals.get(row.id) ?? null,
        standing: blind ? null : (standing.get(row.id) ?? null),
        createdAt: row.created_at.toISOString(),
        updatedAt: row.updated_at.toISOString(),
        assignedAt: row.assigned_at?.toISOString() ?? null,
        leaseEndsAt: options.leaseFrom
          ? new Date(options.leaseFrom.getTime() + row.offline_lease_minutes * minute).toISOString()
          : null,
      };
      return [row.id, { ...seen, id: row.id as Case['id'], epoch: row.epoch, version: row.version }];
    }),
  );
}

interface EvidenceRow {
  case_id: string;
  id: EvidenceItem['id'];
  version: number;
  kind: EvidenceItem['kind'];
  material: boolean;
  digest: string;
  bytes: number;
  captured_at: Date;
  details: Record<string, unknown>;
}

const selectEvidence = `select case_id, id, version, kind, material, captured_at, details,
    case when $3 then digest else coalesce(restricted_digest, digest) end as digest,
    case when $3 then bytes else coalesce(restricted_bytes, bytes) end as bytes
  from evidence_item
  where case_id = any($1::uuid[]) and ($2::text[] is null or kind = any($2::text[]))`;

async function readEvidence(db: Sql, ids: readonly string[], access: FieldAccess): Promise<Of<EvidenceItem>> {
  const { rows } = await db.query<EvidenceRow>(`${selectEvidence} and current order by case_id, ordinal`, [
    ids,
    access.evidence === 'all' ? null : access.evidence,
    access.sensitiveFields,
  ]);
  return grouped(rows, (row) => itemOf(row, access));
}

/** What a case held at one of its versions, as the role is given it. */
export async function readEvidenceAt(
  db: Sql,
  reader: Reader,
  caseId: string,
  version: number,
): Promise<readonly EvidenceItem[]> {
  const access = fieldAccess[reader.role];
  const { rows } = await db.query<EvidenceRow>(
    `${selectEvidence} and since_version <= $4 and (current or until_version > $4) order by ordinal`,
    [[caseId], access.evidence === 'all' ? null : access.evidence, access.sensitiveFields, version],
  );
  return rows.map((row) => itemOf(row, access));
}

const itemOf = (row: EvidenceRow, access: FieldAccess): EvidenceItem =>
  ({
    language: null,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    width: null,
    height: null,
    durationMs: null,
    pages: null,
    label: '',
    ...row.details,
    sensitiveFields: access.sensitiveFields ? (row.details['sensitiveFields'] ?? []) : [],
    id: row.id,
    kind: row.kind,
    version: row.version,
    digest: row.digest,
    bytes: row.bytes,
    material: row.material,
    capturedAt: row.captured_at.toISOString(),
  }) as unknown as EvidenceItem;

async function readNotes(db: Sql, ids: readonly string[], access: FieldAccess): Promise<Of<Note>> {
  const { rows } = await db.query<{ case_id: string; id: Note['id']; at: Date; by: string; text: string }>(
    `select n.case_id, n.id, n.at, p.display_name as by, n.text
     from note n join person p on p.id = n.person_id
     where n.case_id = any($1::uuid[]) order by n.case_id, n.at desc, n.id`,
    [ids],
  );
  return grouped(rows, (row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: access.colleaguesNames ? row.by : '',
    text: row.text,
  }));
}

async function readTimeline(
  db: Sql,
  ids: readonly string[],
  access: FieldAccess,
): Promise<Of<TimelineEntry>> {
  const { rows } = await db.query<{
    case_id: string;
    at: Date;
    event: TimelineEntry['event'];
    by: string | null;
    detail: string;
  }>(
    `select e.case_id, e.at, e.event, p.display_name as by, e.detail
     from case_event e left join person p on p.id = e.person_id
     where e.case_id = any($1::uuid[]) order by e.case_id, e.id desc`,
    [ids],
  );
  const timeline = grouped(rows, (row) => ({
    at: row.at.toISOString(),
    event: row.event,
    by: access.colleaguesNames ? row.by : null,
    detail: row.detail,
  }));
  // Read newest first, so that the bound cuts off the oldest; shown oldest first.
  for (const entries of timeline.values()) entries.reverse();
  return timeline;
}

type Standing = NonNullable<Case['standing']>;

/** A case that was opened again is held while a decision stands: the next one names it as replaced (F3). */
async function readStanding(db: Sql, rows: readonly CaseRow[]): Promise<Map<string, Standing>> {
  const ids = rows.flatMap((row) => (row.standing_decision === null ? [] : [row.standing_decision]));
  if (ids.length === 0) return new Map();
  const found = await db.query<{ case_id: string; body: Standing & { id: Standing['decisionId'] } }>(
    'select case_id, body from decision where id = any($1::uuid[])',
    [ids],
  );
  return new Map(
    found.rows.map(({ case_id: caseId, body: { id, outcome, actions, decidedAt } }) => [
      caseId,
      { decisionId: id, outcome, actions, decidedAt },
    ]),
  );
}

type OtherCase = { id: string; reference: string; title: string };

async function readOthers(db: Sql, ids: readonly string[], reader: Reader): Promise<Of<OtherCase>> {
  const { rows } = await db.query<OtherCase & { case_id: string }>(
    `select c.id as case_id, o.id, o.reference, o.title
     from case_file c join case_file o
       on o.subject_type = c.subject_type and o.subject_id = c.subject_id and o.id <> c.id
     where c.id = any($1::uuid[]) and o.state not in ('decided', 'closed') and not o.practice
       and (o.compartment is null or o.compartment = any($2::text[]))
     order by c.id, o.reference`,
    [ids, reader.compartments],
  );
  return grouped(rows, ({ id, reference, title }) => ({ id, reference, title }), 50);
}

function grouped<Row extends { case_id: string }, T>(
  rows: readonly Row[],
  make: (row: Row) => T,
  atMost = 200,
): Of<T> {
  const groups: Of<T> = new Map();
  for (const row of rows) {
    const group = groups.get(row.case_id) ?? [];
    if (group.length < atMost) group.push(make(row));
    groups.set(row.case_id, group);
  }
  return groups;
}

const none = <T>(): Of<T> => new Map();
const withoutNames = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  entries.map((entry) => ({ ...entry, by: null }));
