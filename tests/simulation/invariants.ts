/** What must hold after every step, and what must have come to rest once everything is healed. */
import { json } from '../../central/store/sql.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import { draftedWords, isDecided } from './kept-words.ts';
import { needsSignIn, restart, whileTimeGoesOn, type Run } from './run-state.ts';
import type { Seat } from './seat.ts';
import { Violation } from './violation.ts';
import { password } from './world.ts';

const broken = (rule: string, what: string, fields: object = {}): never => {
  throw new Violation(`${rule}: ${what} ${json(fields)}`);
};

/** How far the last look went: where nothing was written since, there is nothing to look at. */
interface Looked {
  until: Date;
  pushes: number;
  readonly commits: Map<string, number>;
}
const looked = new WeakMap<Run, Looked>();

export async function checkInvariants(run: Run): Promise<void> {
  const { network, disk, seats } = run.world;
  const last = looked.get(run) ?? { until: new Date(0), pushes: -1, commits: new Map() };
  looked.set(run, last);
  if (network.pushes() !== last.pushes) {
    last.pushes = network.pushes();
    await checkCentral(run, last);
  }
  for (const seat of seats) {
    const commits = disk.commits(seat.folder);
    if (last.commits.get(seat.name) === commits) continue;
    last.commits.set(seat.name, commits);
    checkSeat(run, seat);
  }
}

interface DecisionRow {
  id: string;
  case_id: string;
  person_id: string;
  epoch: number;
  status: 'applied' | 'late';
  body: { rationale: string; actions: unknown[]; replaces: string | null };
  standing: boolean;
  ended_because: string | null;
  received_at: Date;
  holder: string | null;
  evidence_digest: string;
  evidence_now: string;
  overtaken: boolean;
  enforced: number;
  standing_count: number;
}

/** Decisions that the central API took since the last look. */
async function checkCentral(run: Run, last: Looked): Promise<void> {
  const { store, schedule } = run.world;
  const since = last.until;
  last.until = new Date(schedule.now());
  const { rows } = await store.query<DecisionRow>(
    `select d.id, d.case_id, d.person_id, d.epoch, d.evidence_digest,
       (select c.evidence_digest from case_file c where c.id = d.case_id) as evidence_now, d.status, d.body, d.standing, d.ended_because, d.received_at,
       (select a.person_id from assignment a where a.case_id = d.case_id and a.epoch = d.epoch) as holder,
       exists (select 1 from assignment a where a.case_id = d.case_id and a.epoch > d.epoch
         and a.person_id <> d.person_id and a.assigned_at < d.received_at) as overtaken,
       (select count(*) from enforcement e where e.decision_id = d.id and e.reverses is null) as enforced,
       (select count(*) from decision s where s.case_id = d.case_id and s.standing) as standing_count
     from decision d where d.received_at >= $1 order by d.received_at, d.id`,
    [since],
  );
  for (const row of rows) {
    // Those of the very moment of the last look come again.
    if (run.model.arrived.has(row.id)) continue;
    const facts = { decision: row.id, caseId: row.case_id };
    run.model.arrived.add(row.id);
    const told = run.model.told.get(row.id);
    if (told && told.words !== row.body.rationale)
      broken('D6', 'other words arrived than were decided', facts);
    if (told && told.caseId !== row.case_id) broken('D6', 'it arrived for another case', facts);
    if (row.standing_count > 1) broken('F3', 'two decisions stand on one case', facts);
    if (row.status === 'late') {
      if (row.enforced > 0) broken('S4', 'a late decision is enforced', facts);
      continue;
    }
    if (row.holder !== row.person_id) broken('F3', 'applied for somebody who did not hold it', facts);
    if (row.evidence_digest !== row.evidence_now && run.step !== 'edit-evidence')
      broken('D11', 'applied on evidence that had changed', facts);
    if (row.overtaken) broken('F3', 'applied although somebody else was given the case since', facts);
    if (row.enforced !== row.body.actions.length) broken('S4', 'not each action is asked for once', facts);
    const before = run.model.standing.get(row.case_id);
    if (before !== undefined && before !== row.id && row.body.replaces !== before) {
      const { rows: ended } = await store.query<{ ended_because: string | null }>(
        'select ended_because from decision where id = $1',
        [before],
      );
      if (ended[0]?.ended_because !== 'recalled') {
        broken('F3', 'applied over a decision that stood', { ...facts, before });
      }
    }
    run.model.standing.set(row.case_id, row.id);
  }
}

interface Entry {
  readonly id: string;
  readonly caseId: string;
  readonly state: string;
  readonly undoneBy: string | null;
  readonly hasDecision: number;
}

const onItsWay = ['held', 'pending', 'sending'];

/** What is on this desktop's disk, whether or not its program runs. */
function checkSeat(run: Run, seat: Seat): void {
  const { model } = run;
  const work = seat.onDisk();
  const live = new Map<string, string>();
  for (const entry of work.all<Entry>(
    `select o.id, o.case_id as caseId, o.state, o.undone_by as undoneBy, d.id is not null as hasDecision
     from outbox o left join decision d on d.id = o.id
     where o.type = 'decision' and o.state in ('held', 'pending', 'sending', 'needs-confirmation')
       -- What a restored backup lost is sent again beside what was decided since (L5).
       and o.ack_era is null`,
  )) {
    if (entry.hasDecision !== 1) broken('D2', 'an outbox row without its decision', entry);
    if (entry.undoneBy !== null) continue;
    if (live.has(entry.caseId)) broken('D4', 'two decisions of one person wait on one case', entry);
    live.set(entry.caseId, entry.id);
  }
  for (const told of model.told.values()) {
    if (told.seat !== seat.name || told.settled) continue;
    const entry = outbox.find(work, told.id);
    // What was answered, or withdrawn, is pruned after `resendDays` of the desktop's own clock.
    if (entry === undefined && told.undone !== 'withdrawn' && !model.arrived.has(told.id)) {
      broken('D2', 'a decision that was confirmed is gone', told);
    }
    const state = entry?.state ?? 'withdrawn';
    if (entry && told.undone === 'no' && state === 'withdrawn')
      broken('D3', 'withdrawn without being asked to', told);
    if (told.undone === 'withdrawn' && onItsWay.includes(state))
      broken('D3', 'it was taken back, and is sent', told);
    told.settled = ['acknowledged', 'late', 'withdrawn', 'rejected'].includes(state);
  }
  for (const [id, note] of model.notes) {
    if (note.seat !== seat.name || note.settled) continue;
    const entry = outbox.find(work, id);
    if (entry === undefined) broken('D2', 'a note that the screen took is gone', { id, ...note });
    note.settled = entry?.state === 'acknowledged' || entry?.state === 'late' || entry?.state === 'rejected';
  }
  for (const [key, words] of model.drafts) {
    const [name = '', caseId = ''] = key.split(' ');
    if (name !== seat.name) continue;
    const kept = draftedWords(work, caseId);
    if (kept !== words && !isDecided(work, caseId, words))
      broken('D10', 'what was typed is gone', { key, words, kept });
  }
  const cacheVersions = seat.isRunning ? seat.versions() : [];
  for (const { caseId, version, era } of cacheVersions) {
    const key = `${seat.name} ${era} ${caseId}`;
    const before = model.versions.get(key) ?? 0;
    if (version < before) broken('R2', 'a version went back', { key, before, version });
    model.versions.set(key, version);
  }
}

/** Everything works again: whatever waits must arrive within the bound, and every desktop must show what is so. */
export async function checkLiveness(run: Run): Promise<void> {
  const { world, model } = run;
  await world.startCentral();
  for (const seat of world.seats) {
    world.disk.disarm(seat.folder);
    seat.link.trouble = 0;
    seat.link.atNextPush = null;
    seat.turnClock(0);
    await restart(world, seat);
  }
  for (const seat of world.seats) await seat.invoke('sync.byChoice', { offline: false });
  // Delayed requests arrive within 15 minutes, and backoff ends within one.
  for (let minutes = 0; minutes < 20; minutes += 1) {
    for (const seat of world.seats) {
      // That a session has ended shows at contact; then its person signs in.
      if (await needsSignIn(seat)) await whileTimeGoesOn(world, seat.signIn(password));
    }
    await world.pass(60_000);
    await world.central()?.tick();
    await world.settle();
  }
  await checkInvariants(run);
  for (const seat of world.seats) await checkAtRest(run, seat);
  for (const told of model.told.values()) await checkArrived(run, told.id);
  const { rows } = await world.store.query<{ id: string }>('select id from note');
  const arrived = new Set(rows.map(({ id }) => id));
  for (const [id, note] of model.notes) {
    const seat = world.seats.find(({ name }) => name === note.seat)!;
    const entry = outbox.find(seat.onDisk(), id);
    if (!arrived.has(id) && entry?.state === 'acknowledged')
      broken('D6', 'a note was acknowledged and is not there', note);
  }
}

async function checkAtRest(run: Run, seat: Seat): Promise<void> {
  const work = seat.onDisk();
  const stuck = outbox.listUnacknowledged(work).filter(({ state }) => state !== 'needs-confirmation');
  const parked = new Set(
    outbox
      .listUnacknowledged(work)
      .filter(({ state }) => state === 'needs-confirmation')
      .map(({ caseId }) => caseId),
  );
  const rejected = new Set(
    work.values<string>(`select case_id from outbox where state = 'rejected' and dismissed_at is null`),
  );
  for (const entry of stuck) {
    // What waits behind something parked on its case waits with it (D5).
    if (parked.has(entry.caseId) || rejected.has(entry.caseId)) continue;
    broken('fault 36', 'it still waits although everything is healed', {
      seat: seat.name,
      id: entry.id,
      type: entry.type,
      state: entry.state,
      attempts: entry.attempts,
      lastError: entry.lastError,
      status: await seat.invoke('app.state', {}),
      others: outbox
        .forCase(work, entry.caseId)
        .map(({ type, state, attention, code }) => ({ type, state, attention, code })),
    });
  }
  const { rows } = await run.world.store.query<{ id: string }>(
    `select id from case_file where assignee = $1 and state in ('assigned', 'snoozed', 'waiting') order by id`,
    [seat.personId],
  );
  const held = rows.map(({ id }) => id);
  const here = seat.heldCases();
  if (json(held) !== json(here)) {
    broken('R1', 'the desktop shows other cases than its person holds', { seat: seat.name, held, here });
  }
  await checkPerson(run, seat);
}

/** Breaks and opting out: what the window says is what work is given out by. */
async function checkPerson(run: Run, seat: Seat): Promise<void> {
  const { rows } = await run.world.store.query<{ on_break_since: Date | null; opted_out: string[] }>(
    'select on_break_since, opted_out from person where id = $1',
    [seat.personId],
  );
  const shown = await seat.invoke('exposure.get', {});
  if (!shown.ok) return;
  const here = {
    onBreak: shown.value.onBreakSince !== null,
    optedOut: shown.value.harmTypes.filter(({ optedOut }) => optedOut).map(({ id }) => id),
  };
  const there = rows.map((row) => ({ onBreak: row.on_break_since !== null, optedOut: row.opted_out }))[0];
  if (json(here) !== json(there))
    broken('D14', 'the window says something else of its person than the central API', { here, there });
}

async function checkArrived(run: Run, id: string): Promise<void> {
  const told = run.model.told.get(id)!;
  const seat = run.world.seats.find(({ name }) => name === told.seat)!;
  const entry = outbox.find(seat.onDisk(), id);
  const { rows } = await run.world.store.query<{ status: string; ended_because: string | null }>(
    'select status, ended_because from decision where id = $1',
    [id],
  );
  const [row] = rows;
  if (entry?.state === 'acknowledged' && row?.status !== 'applied')
    broken('D6', 'acknowledged, and not applied', told);
  if (entry?.state === 'late' && row?.status !== 'late') broken('D8', 'late, and not kept as late', told);
  if (told.undone === 'withdrawn' && row) broken('D3', 'taken back unsent, and yet it arrived', told);
}
