/** A history of decisions written as rows, and what is in it counted while it is made: the other way to the same figures. */
import { v7 } from 'uuid';
import type { PersonFigures, QueueFigures } from '../../contract/figures.ts';
import { json } from '../../central/store/sql.ts';
import type { TestCentral } from './central.ts';
import { seededRandom } from '../../central/demo/seeded-random.ts';

const PEOPLE = 20;
const OPEN = 6_000;
const CHUNK = 5_000;
const minute = 60_000;
const day = 24 * 60 * minute;
const DIGEST = 'd'.repeat(64);

interface Plan {
  readonly decisions: number;
  /** From when the figures count. */
  readonly since: Date;
  readonly seed: number;
}

interface Counted {
  readonly people: Map<string, PersonFigures>;
  readonly queues: Map<string, Omit<QueueFigures, 'name'>>;
  readonly sources: Map<string, number>;
  readonly detectors: Map<string, { decided: number; violations: number }>;
}

/** Nobody but the people of it has decided or holds anything there. */
export async function seedHistory(server: TestCentral, plan: Plan): Promise<Counted> {
  const random = seededRandom(plan.seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
  const now = server.clock.now();
  const since = plan.since.getTime();
  const { rows: queueRows } = await server.store.query<{ id: string }>('select id from queue where current');
  const queueIds = queueRows.map(({ id }) => id);
  const people = Array.from({ length: PEOPLE }, (_, number) => ({ id: v7(), username: `p-${number}` }));

  const cases: Record<string, unknown>[] = [];
  const decisions: Record<string, unknown>[] = [];
  const items: Record<string, unknown>[] = [];
  const times = new Map<string, { wait: number; open: number; active: number }[]>();
  const counted: Counted = {
    people: new Map(),
    queues: new Map(
      queueIds.map((queue) => [
        queue,
        {
          queue: queue as never,
          open: 0,
          unassigned: 0,
          arrived: 0,
          decided: 0,
          oldestAt: null,
          late: 0,
          atRisk: 0,
        },
      ]),
    ),
    sources: new Map(),
    detectors: new Map(),
  };

  function addDecision(caseId: string, ended: string | null, status: 'applied' | 'late', standing: boolean) {
    const person = pick(people).id;
    const outcome = pick(['violation', 'violation', 'no-violation', 'insufficient-evidence']);
    const timings = {
      waitMs: between(0, day),
      openMs: between(1_000, 600_000),
      activeMs: between(500, 300_000),
    };
    const decidedAt = now - between(0, 20 * day);
    const id = v7();
    decisions.push({
      id,
      caseId,
      person,
      outcome,
      status,
      standing,
      ended,
      body: { timings },
      decidedAt: new Date(decidedAt).toISOString(),
      contested: status === 'late' ? 'conflicting' : null,
      settled: status === 'late' ? 'open' : null,
    });
    if (decidedAt >= since && ended !== 'recalled') {
      const { waitMs: wait, openMs: open, activeMs: active } = timings;
      times.set(person, [...(times.get(person) ?? []), { wait, open, active }]);
    }
    return { id, outcome, decidedAt };
  }

  function addCase(decided: boolean): void {
    const id = v7();
    const queue = pick(queueIds);
    const source = random() < 0.92 ? 'detection' : pick(['report', 'vendor', 'appeal']);
    const createdAt = now - between(0, 30 * day);
    const practice = random() < 0.01;
    // Well away from where one figure becomes another.
    const due = pick([null, between(-500, -5), between(5, 55), between(65, 900)]);
    const paused = random() < 0.1;
    const assignee = !decided && random() < 0.5 ? pick(people).id : null;
    const kinds = [random() < 0.05 ? 'recalled' : null, random() < 0.04 ? 'replaced' : null];
    for (const ended of kinds) if (ended !== null) addDecisionOf(ended, 'applied');
    if (random() < 0.02) addDecisionOf(null, 'late');
    function addDecisionOf(ended: string | null, status: 'applied' | 'late'): void {
      // A practice case's decisions are in no figure.
      if (!practice) addDecision(id, ended, status, false);
    }
    const standing = decided && !practice ? addDecision(id, null, 'applied', true) : null;
    const state = decided ? 'decided' : assignee === null ? 'queued' : 'assigned';
    cases.push({
      id,
      queue,
      source,
      state,
      practice,
      assignee,
      standing: standing?.id ?? null,
      createdAt: new Date(createdAt).toISOString(),
      dueAt: due === null ? null : new Date(now + due * minute).toISOString(),
      pausedAt: paused ? new Date(now).toISOString() : null,
    });
    const spoke = new Set<string>();
    for (let number = 0; number < between(0, 3); number += 1) {
      const [detector, version] = [pick(['fee', 'spam', 'takeover']), pick(['1.0', '2.0'])];
      const current = random() < 0.9;
      items.push({ id: v7(), caseId: id, ordinal: number, current, detector, version });
      if (current) spoke.add(`${detector} ${version}`);
    }
    if (practice) return;
    const of = counted.queues.get(queue)!;
    const isOpen = !decided;
    const runs = isOpen && !paused && due !== null;
    counted.queues.set(queue, {
      ...of,
      open: of.open + Number(isOpen),
      unassigned: of.unassigned + Number(isOpen && assignee === null),
      arrived: of.arrived + Number(createdAt >= since),
      decided: of.decided + Number(standing !== null && standing.decidedAt >= since),
      oldestAt:
        isOpen && (of.oldestAt === null || createdAt < Date.parse(of.oldestAt))
          ? new Date(createdAt).toISOString()
          : of.oldestAt,
      late: of.late + Number(runs && due < 0),
      atRisk: of.atRisk + Number(runs && due >= 0 && due < 60),
    });
    if (createdAt >= since) counted.sources.set(source, (counted.sources.get(source) ?? 0) + 1);
    if (standing !== null && standing.decidedAt >= since) {
      for (const name of spoke) {
        const one = counted.detectors.get(name) ?? { decided: 0, violations: 0 };
        counted.detectors.set(name, {
          decided: one.decided + 1,
          violations: one.violations + Number(standing.outcome === 'violation'),
        });
      }
    }
  }

  while (decisions.length < plan.decisions) addCase(true);
  for (let number = 0; number < OPEN; number += 1) addCase(false);
  for (const [person, each] of times) {
    const mean = (of: (one: (typeof each)[number]) => number): number =>
      Math.round(each.reduce((sum, one) => sum + of(one), 0) / each.length);
    counted.people.set(person, {
      personId: person as never,
      decided: each.length,
      waitMs: mean(({ wait }) => wait),
      openMs: mean(({ open }) => open),
      activeMs: mean(({ active }) => active),
    });
  }
  await write(server, people, cases, decisions, items);
  return counted;
}

async function write(
  server: TestCentral,
  people: readonly object[],
  cases: readonly object[],
  decisions: readonly object[],
  items: readonly object[],
): Promise<void> {
  await server.store.transact(async (tx) => {
    await tx.query(
      `insert into person (id, username, display_name, role, password, created_at)
       select id, username, username, 'reviewer', 'nobody signs in with it', now()
       from jsonb_to_recordset($1::jsonb) as p (id uuid, username text)`,
      [json(people)],
    );
    await tx.query('insert into evidence_content (digest, bytes) values ($1, 1) on conflict do nothing', [
      DIGEST,
    ]);
    for (const some of chunks(cases)) {
      await tx.query(
        `insert into case_file (id, reference, producer, external_id, title, state, source, queue, practice, assignee,
           subject_type, subject_id, subject_label, cache_policy, evidence_digest, due_at, due_paused_at,
           standing_decision, created_at, updated_at)
         select id, id::text, 'history', id::text, 'A case', state, source, queue, practice, assignee, 'job-post', id::text,
           'A post', 'offline', $2, "dueAt", "pausedAt", standing, "createdAt", "createdAt"
         from jsonb_to_recordset($1::jsonb) as c (id uuid, state text, source text, queue text, practice boolean,
           assignee uuid, standing uuid, "createdAt" timestamptz, "dueAt" timestamptz, "pausedAt" timestamptz)`,
        [json(some), DIGEST],
      );
    }
    for (const some of chunks(decisions)) {
      await tx.query(
        `insert into decision (id, case_id, person_id, device_id, epoch, case_version, evidence_digest, catalogue_version,
           outcome, body, decided_at, received_at, status, standing, ended_because, contested, settled)
         select id, "caseId", person, id, 1, 1, $2, (select max(version) from catalogue), outcome, body, "decidedAt",
           "decidedAt", status, standing, ended, contested, settled
         from jsonb_to_recordset($1::jsonb) as d (id uuid, "caseId" uuid, person uuid, outcome text, body jsonb,
           "decidedAt" timestamptz, status text, standing boolean, ended text, contested text, settled text)`,
        [json(some), DIGEST],
      );
    }
    for (const some of chunks(items)) {
      await tx.query(
        `insert into evidence_item (case_id, id, ordinal, current, kind, material, digest, bytes, details, captured_at,
           detector, detector_version)
         select "caseId", id, ordinal, current, 'detection', true, $2, 1, '{}', now(), detector, version
         from jsonb_to_recordset($1::jsonb) as i (id uuid, "caseId" uuid, ordinal int, current boolean, detector text,
           version text)`,
        [json(some), DIGEST],
      );
    }
  });
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += CHUNK) yield all.slice(start, start + CHUNK);
}
