/** The figures of the Team room, each counted by the database in one pass; times in milliseconds. */
import type { DetectorFigures, PersonFigures, QueueFigures, TeamFigures } from '../../contract/figures.ts';
import type { Caller } from '../caller.ts';
import { minute, type Clock } from '../ports.ts';
import type { Sql, Store } from '../store/sql.ts';

const AT_RISK_MS = 60 * minute;
const MOST_DETECTORS = 200;

interface Asked {
  readonly compartments: readonly string[];
  readonly at: Date;
  readonly since: Date;
}

/** Practice cases are nobody's work, and what a caller may not enter is not counted (S5, P1). */
const counted = `not c.practice and (c.compartment is null or c.compartment = any($1::text[]))`;

export async function teamFigures(
  store: Store,
  clock: Clock,
  caller: Caller,
  since: string,
): Promise<TeamFigures> {
  const asked: Asked = {
    compartments: caller.compartments,
    at: new Date(clock.now()),
    since: new Date(since),
  };
  const [people, queues, sources, detectors] = await Promise.all([
    readPeople(store, asked),
    readQueues(store, asked),
    readSources(store, asked),
    readDetectors(store, asked),
  ]);
  return { at: asked.at.toISOString(), since: asked.since.toISOString(), people, queues, sources, detectors };
}

/** Late ones are work too; what its author recalled is not. */
async function readPeople(db: Sql, { compartments, since }: Asked): Promise<PersonFigures[]> {
  const mean = (name: string): string => `round(avg((d.body -> 'timings' ->> '${name}')::float8))::float8`;
  const { rows } = await db.query<{
    person_id: string;
    decided: number;
    wait: number;
    open: number;
    active: number;
  }>(
    `select d.person_id, count(*)::int as decided, ${mean('waitMs')} as wait, ${mean('openMs')} as open,
       ${mean('activeMs')} as active
     from decision d join case_file c on c.id = d.case_id
     where d.decided_at >= $2 and d.ended_because is distinct from 'recalled' and ${counted}
     group by d.person_id`,
    [compartments, since],
  );
  return rows.map((row) => ({
    personId: row.person_id as PersonFigures['personId'],
    decided: row.decided,
    waitMs: row.wait,
    openMs: row.open,
    activeMs: row.active,
  }));
}

async function readQueues(db: Sql, { compartments, at, since }: Asked): Promise<QueueFigures[]> {
  const isOpen = `c.state not in ('decided', 'closed')`;
  const runs = `${isOpen} and c.due_paused_at is null`;
  const { rows } = await db.query<{
    id: string;
    name: string;
    open: number;
    unassigned: number;
    arrived: number;
    decided: number;
    oldest_at: Date | null;
    late: number;
    at_risk: number;
  }>(
    `select q.id, q.name,
       count(c.id) filter (where ${isOpen})::int as open,
       count(c.id) filter (where ${isOpen} and c.assignee is null)::int as unassigned,
       count(c.id) filter (where c.created_at >= $2)::int as arrived,
       count(c.id) filter (where d.decided_at >= $2)::int as decided,
       min(c.created_at) filter (where ${isOpen}) as oldest_at,
       count(c.id) filter (where ${runs} and c.due_at < $3)::int as late,
       count(c.id) filter (where ${runs} and c.due_at >= $3 and c.due_at < $4)::int as at_risk
     from queue q left join case_file c on c.queue = q.id and ${counted}
     left join decision d on d.id = c.standing_decision
     group by q.id, q.name, q.current having q.current or count(c.id) filter (where ${isOpen}) > 0
     order by q.name, q.id`,
    [compartments, since, at, new Date(at.getTime() + AT_RISK_MS)],
  );
  return rows.map((row) => ({
    queue: row.id,
    name: row.name,
    open: row.open,
    unassigned: row.unassigned,
    arrived: row.arrived,
    decided: row.decided,
    oldestAt: row.oldest_at?.toISOString() ?? null,
    late: row.late,
    atRisk: row.at_risk,
  }));
}

async function readSources(db: Sql, { compartments, since }: Asked): Promise<TeamFigures['sources']> {
  const { rows } = await db.query<TeamFigures['sources'][number]>(
    `select c.source, count(*)::int as arrived from case_file c
     where c.created_at >= $2 and ${counted} group by c.source order by arrived desc, c.source`,
    [compartments, since],
  );
  return rows;
}

/** Of what was decided since. A detector that spoke twice in one case counts once. */
async function readDetectors(db: Sql, { compartments, since }: Asked): Promise<DetectorFigures[]> {
  const { rows } = await db.query<{ detector: string; version: string; decided: number; violations: number }>(
    `select e.detector, e.detector_version as version, count(distinct c.id)::int as decided,
       count(distinct c.id) filter (where d.outcome = 'violation')::int as violations
     from decision d join case_file c on c.standing_decision = d.id
     join evidence_item e on e.case_id = c.id and e.current and e.detector is not null
     where d.decided_at >= $2 and ${counted}
     group by e.detector, e.detector_version
     order by decided desc, e.detector, e.detector_version limit ${MOST_DETECTORS}`,
    [compartments, since],
  );
  return rows.map((row) => ({ ...row, ...wilsonInterval(row.violations, row.decided) }));
}

const Z = 1.959964;

/** Wilson's 95 % interval of a share of `of` trials (E. B. Wilson, JASA 22, 1927); all there is where there were none. */
export function wilsonInterval(count: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const middle = share + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const scale = 1 + Z ** 2 / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}
