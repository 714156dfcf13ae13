/** One step of a run: something that a person, the world or the machine does. */
import { reassign } from '../../central/assignment/reassign.ts';
import { passTime } from '../../central/assignment/leases.ts';
import type { BridgeMethod, BridgeInput, QueueRow } from '../../contract/bridge.ts';
import type { Case } from '../../contract/case.ts';
import type { DraftContent } from '../../contract/draft.ts';
import * as drafts from '../../electron/core/store/work/drafts.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import type { DiskFault } from './disk.ts';
import type { Model } from './model.ts';
import type { Seat } from './seat.ts';
import { Violation } from './violation.ts';
import { password, type World } from './world.ts';

export const weights = {
  decide: 150,
  draft: 40,
  undo: 40,
  'undo-by-name': 30,
  note: 25,
  open: 60,
  snooze: 12,
  skip: 10,
  release: 12,
  'hand-over': 12,
  escalate: 10,
  'flag-pattern': 8,
  'take-newer': 8,
  attention: 40,
  'work-offline': 8,
  'sign-in-again': 12,
  seconds: 150,
  minutes: 40,
  hours: 1,
  sleep: 3,
  trouble: 40,
  'cut-off': 15,
  reconnect: 40,
  kill: 12,
  'disk-fault': 40,
  'turn-clock': 6,
  reassign: 30,
  'edit-evidence': 20,
  'new-cases': 20,
  'central-restart': 3,
  'central-down': 4,
  'end-session': 8,
} as const;
export type StepName = keyof typeof weights;

export interface Run {
  readonly world: World;
  readonly model: Model;
  /** How often each step did something. */
  readonly done: Map<string, number>;
  number: number;
}

const minute = 60_000;
const diskFaults: readonly DiskFault[] = [
  'kill-before-commit',
  'kill-before-commit',
  'kill-after-commit',
  'kill-after-commit',
  'full',
  'sync-lost',
  'sync-kept',
];

/** Does what the name says, as far as it can be done now. */
export async function takeStep(run: Run, name: StepName): Promise<void> {
  const { world } = run;
  const seat = world.chance.oneOf(world.seats);
  const faults = world.disk.metBelow(seat.folder);
  const did = (await byPerson(run, seat, name)) ?? (await byWorld(run, seat, name));
  if (did) run.done.set(name, (run.done.get(name) ?? 0) + 1);
  await world.settle();
  if (world.disk.metBelow(seat.folder) > faults) lookAgain(run, seat);
  if (!seat.isRunning && world.chance.happens(0.7)) await restart(world, seat);
}

async function byPerson(run: Run, seat: Seat, name: StepName): Promise<boolean | null> {
  const { world, model } = run;
  const { chance } = world;
  const words = `words ${run.number}`;
  switch (name) {
    case 'decide':
      return decide(run, seat, words);
    case 'draft':
      return draft(run, seat, words);
    case 'undo': {
      if (!seat.isRunning) return false;
      const answer = await seat.invoke('decision.undo', {});
      if (answer.ok) noteUndo(model, seat, answer.value.caseId, answer.value.did);
      return answer.ok;
    }
    case 'undo-by-name': {
      const mine = [...model.told.values()].filter((one) => one.seat === seat.name && one.undone === 'no');
      if (!seat.isRunning || mine.length === 0) return false;
      const one = chance.oneOf(mine.slice(-8));
      const answer = await seat.invoke('decision.undo', { decisionId: one.id as never });
      if (answer.ok) {
        one.undone = answer.value.did;
        owe(model, seat, one.caseId, one.words);
      }
      return answer.ok;
    }
    case 'note': {
      const row = await pickRow(run, seat);
      if (!row) return false;
      const answer = await seat.invoke('case.note', { caseId: row.caseId, text: words });
      if (answer.ok) model.notes.set(answer.value.commandId, { seat: seat.name, text: words });
      return answer.ok;
    }
    case 'open':
      return (await openRow(run, seat)) !== null;
    case 'snooze':
      return onCase(run, seat, 'case.snooze', {
        until: new Date(world.schedule.now() + chance.oneOf([1, 30, 600]) * minute).toISOString(),
        reason: '',
      });
    case 'skip':
      return onCase(run, seat, 'case.skip', { reason: '' });
    case 'release':
      return onCase(run, seat, 'case.release', { reason: '' });
    case 'hand-over':
      return onCase(run, seat, 'case.handOver', { to: chance.oneOf(world.seats).personId, reason: '' });
    case 'escalate':
      return onCase(run, seat, 'case.escalate', { queue: 'messages', policies: [], reason: words });
    case 'flag-pattern':
      return onCase(run, seat, 'case.flagPattern', { name: words, description: '', spans: [] });
    case 'take-newer':
      return onCase(run, seat, 'case.takeNewer', {});
    case 'attention':
      return resolveSomething(run, seat);
    case 'work-offline':
      return seat.isRunning && (await seat.invoke('sync.byChoice', { offline: chance.happens(0.4) })).ok;
    case 'sign-in-again': {
      if (!seat.isRunning || !(await needsSignIn(seat))) return false;
      return (await whileTimeGoesOn(world, seat.signIn(password))).ok;
    }
    default:
      return null;
  }
}

async function byWorld(run: Run, seat: Seat, name: StepName): Promise<boolean> {
  const { world } = run;
  const { chance, schedule, disk } = world;
  switch (name) {
    case 'seconds':
      await world.pass(100 + chance.below(8000));
      return true;
    case 'minutes':
      await world.pass(chance.below(2 * minute));
      await tick(world);
      return true;
    case 'hours':
      // Long enough for leases to end; in hops, so that whoever is in contact stays in contact.
      for (let hop = 0; hop < 30; hop += 1) {
        schedule.jump(9 * minute);
        await world.pass(1000);
      }
      await tick(world);
      return true;
    case 'sleep':
      schedule.jump(chance.oneOf([5, 60, 600]) * minute);
      await world.pass(10);
      return true;
    case 'trouble':
      seat.link.trouble = chance.oneOf([0.1, 0.3, 0.6, 0.9]);
      return true;
    case 'cut-off':
      seat.link.trouble = null;
      seat.link.endStream();
      return true;
    case 'reconnect':
      seat.link.trouble = 0;
      return true;
    case 'kill':
      if (!seat.isRunning) return false;
      await seat.kill();
      return true;
    case 'disk-fault':
      disk.arm(seat.folder, chance.oneOf(diskFaults), chance.below(4));
      return true;
    case 'turn-clock':
      seat.turnClock(chance.oneOf([0, 0, -90 * 24 * 60, 90 * 24 * 60, -7, 13]) * minute);
      return true;
    case 'reassign':
      return reassignSome(world);
    case 'edit-evidence':
      return editEvidence(world);
    case 'new-cases': {
      const { rows } = await world.store.query<{ waiting: number }>(
        `select count(*) as waiting from case_file where state in ('queued', 'escalated')`,
      );
      if ((rows[0]?.waiting ?? 0) > 30) return false;
      await world.addCases(1 + chance.below(12));
      return true;
    }
    case 'central-restart':
      await world.stopCentral();
      await world.startCentral();
      return true;
    case 'central-down':
      await world.stopCentral();
      await world.pass(chance.below(5 * minute));
      await world.startCentral();
      return true;
    case 'end-session':
      await world.store.query(
        `update session set ended_at = $2, ended_because = 'simulated' where person_id = $1 and ended_at is null`,
        [seat.personId, new Date(schedule.now())],
      );
      return true;
    default:
      return false;
  }
}

/**
 * A person who was told nothing, or that it is not known, looks again. What they were doing at that moment may have
 * happened or not; of what they did before, nothing may have changed.
 */
function lookAgain({ model }: Run, seat: Seat): void {
  const work = seat.onDisk();
  const changed = new Set<string>();
  for (const told of model.told.values()) {
    if (told.seat !== seat.name || told.undone !== 'no') continue;
    const entry = outbox.find(work, told.id);
    if (entry?.state !== 'withdrawn' && (entry?.undoneBy ?? null) === null) continue;
    told.undone = entry?.state === 'withdrawn' ? 'withdrawn' : 'recall';
    changed.add(told.caseId);
  }
  for (const key of model.drafts.keys()) {
    const [name, caseId = ''] = key.split(' ');
    if (name !== seat.name) continue;
    const kept = drafts.find(work, caseId)?.content.rationale;
    if (kept === model.drafts.get(key)) continue;
    changed.add(caseId);
    if (kept === undefined) model.drafts.delete(key);
    else model.drafts.set(key, kept);
  }
  if (changed.size > 1) {
    throw new Violation(`D2: one failure changed the work on ${changed.size} cases {}`);
  }
}

/** What waits for the network ends only when time goes on. */
export async function whileTimeGoesOn<T>(world: World, work: Promise<T>): Promise<T> {
  const state = { done: false };
  const watched = work.finally(() => (state.done = true));
  await world.settle();
  while (!state.done) await world.pass(1000);
  return watched;
}

export async function restart(world: World, seat: Seat): Promise<void> {
  if (!seat.isRunning) await seat.start();
  await world.settle();
}

async function tick(world: World): Promise<void> {
  const { store, clock, ids } = world;
  const central = world.central();
  if (central) await central.tick();
  else await passTime({ store, clock, ids });
  await world.settle();
}

export async function needsSignIn(seat: Seat): Promise<boolean> {
  const state = await seat.invoke('app.state', {});
  return state.ok && state.value.session.is !== 'signed-in';
}

async function rowsOf(seat: Seat): Promise<readonly QueueRow[]> {
  const answer = await seat.invoke('queue.open', {
    filter: { queue: null, source: null, dueWithinMinutes: null, drafts: false, search: '' },
    order: 'priority',
    count: 50,
  });
  return answer.ok ? answer.value.rows : [];
}

async function pickRow(run: Run, seat: Seat): Promise<QueueRow | null> {
  if (!seat.isRunning) return null;
  const rows = await rowsOf(seat);
  return rows.length === 0 ? null : run.world.chance.oneOf(rows);
}

async function openRow(run: Run, seat: Seat) {
  const row = await pickRow(run, seat);
  if (!row) return null;
  const answer = await seat.invoke('case.open', { caseId: row.caseId, view: true });
  return answer.ok ? answer.value : null;
}

async function onCase<M extends BridgeMethod>(
  run: Run,
  seat: Seat,
  method: M,
  rest: Omit<BridgeInput<M>, 'caseId'>,
): Promise<boolean> {
  const row = await pickRow(run, seat);
  if (!row) return false;
  const answer = await seat.invoke(method, { ...rest, caseId: row.caseId } as never);
  return answer.ok;
}

function contentFor(run: Run, value: Case, words: string): DraftContent {
  const { chance } = run.world;
  const violates = chance.happens(0.6) && value.subject.type === 'job-post';
  return {
    outcome: violates ? 'violation' : chance.oneOf(['no-violation', 'insufficient-evidence']),
    policies: violates ? ['fraud'] : [],
    actions: violates
      ? [{ action: 'remove-content', target: { type: value.subject.type, id: value.subject.id }, params: {} }]
      : [],
    severity: violates ? 'high' : null,
    rationale: `${words}, at length`,
    message: null,
    adopts: null,
    caret: null,
  };
}

async function decide(run: Run, seat: Seat, words: string): Promise<boolean> {
  const opened = await openRow(run, seat);
  if (!opened) return false;
  const content = contentFor(run, opened.case, words);
  const answer = await seat.invoke('decision.submit', {
    caseId: opened.case.id,
    caseVersion: opened.case.version,
    content,
    openMs: 1000,
    activeMs: 500,
  });
  if (!answer.ok) return false;
  const { decisionId } = answer.value.own;
  run.model.told.set(decisionId, {
    id: decisionId,
    seat: seat.name,
    caseId: opened.case.id,
    words: content.rationale,
    undone: 'no',
    settled: false,
  });
  run.model.drafts.delete(`${seat.name} ${opened.case.id}`);
  return true;
}

async function draft(run: Run, seat: Seat, words: string): Promise<boolean> {
  const opened = await openRow(run, seat);
  if (!opened) return false;
  const content = contentFor(run, opened.case, words);
  const answer = await seat.invoke('draft.save', {
    caseId: opened.case.id,
    follows: opened.draft.revision,
    content,
  });
  if (!answer.ok) return false;
  // Saving over an unsent decision withdraws it (D4).
  for (const one of run.model.told.values()) {
    const isOpenDecision = opened.own?.decisionId === one.id && one.undone === 'no';
    if (isOpenDecision && opened.own?.undo === 'withdraw') one.undone = 'withdrawn';
  }
  run.model.drafts.set(`${seat.name} ${opened.case.id}`, content.rationale);
  return true;
}

function noteUndo(model: Model, seat: Seat, caseId: string, did: 'withdrawn' | 'recall'): void {
  const one = [...model.told.values()]
    .filter((told) => told.seat === seat.name && told.caseId === caseId && told.undone === 'no')
    .at(-1);
  if (!one) return;
  one.undone = did;
  owe(model, seat, caseId, one.words);
}

/** What comes back as a draft does not replace what was written since. */
function owe(model: Model, seat: Seat, caseId: string, words: string): void {
  const key = `${seat.name} ${caseId}`;
  if (!model.drafts.has(key)) model.drafts.set(key, words);
}

async function resolveSomething(run: Run, seat: Seat): Promise<boolean> {
  if (!seat.isRunning) return false;
  const answer = await seat.invoke('attention.list', {});
  if (!answer.ok || answer.value.items.length === 0) return false;
  const item = run.world.chance.oneOf(answer.value.items);
  if (item.choices.length === 0) return false;
  const choice = run.world.chance.oneOf(item.choices);
  const resolved = await seat.invoke('attention.resolve', { id: item.id, choice });
  if (!resolved.ok) return false;
  const told = run.model.told.get(item.id);
  const key = `${seat.name} ${item.caseId}`;
  if (item.why === 'handed-over') run.model.drafts.delete(key);
  if (told && choice !== 'confirm') {
    if (told.undone === 'no' && item.why !== 'late') told.undone = 'withdrawn';
    if (choice === 'reopen') owe(run.model, seat, item.caseId, told.words);
  }
  // Confirming changed evidence makes the decision anew, under an id of its own (D11).
  if (told && choice === 'confirm' && item.why === 'changed') told.undone = 'withdrawn';
  return true;
}

async function reassignSome(world: World): Promise<boolean> {
  const { store, chance } = world;
  const { rows } = await store.query<{ id: string; epoch: number }>(
    `select id, epoch from case_file where state not in ('decided', 'closed') order by id`,
  );
  if (rows.length === 0) return false;
  const from = chance.below(rows.length);
  const target = chance.happens(0.7)
    ? ({ to: 'person', personId: chance.oneOf(world.seats).personId } as const)
    : ({ to: 'queue', queue: chance.oneOf(['jobs', 'messages']) } as const);
  const caller = {
    id: world.supervisorId,
    role: 'supervisor',
    compartments: [],
    deviceId: world.supervisorId,
  };
  await reassign(world, caller as never, {
    id: world.ids.uuid() as never,
    target: target as never,
    reason: 'simulated',
    cases: rows.slice(from, from + 1 + chance.below(4)).map(({ id, epoch }) => ({
      caseId: id as never,
      // Sometimes what the supervisor saw is old.
      epoch: chance.happens(0.1) ? Math.max(0, epoch - 1) : epoch,
    })),
  });
  const central = world.central();
  if (central) await central.tick();
  return true;
}

/** What the subject says changes: a new version of its evidence, and of the case. */
async function editEvidence(world: World): Promise<boolean> {
  const { store, chance, clock, ids } = world;
  const { caseColumns } = await import('../../central/cases/case-row.ts');
  const { createChanges } = await import('../../central/cases/changes.ts');
  const digest = Array.from({ length: 64 }, () => chance.below(16).toString(16)).join('');
  const changed = await store.transact(async (tx) => {
    const { rows } = await tx.query<never>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.state in ('assigned', 'snoozed') order by c.id for update of c`,
    );
    if (rows.length === 0) return false;
    const row = chance.oneOf(rows) as Parameters<ReturnType<typeof createChanges>['touch']>[0];
    const changes = createChanges(tx, new Date(clock.now()), ids);
    row.evidence_digest = digest;
    changes.touch(row);
    await tx.query('update case_file set evidence_digest = $2 where id = $1', [row.id, digest]);
    await tx.query('insert into case_digest (case_id, version, evidence_digest) values ($1, $2, $3)', [
      row.id,
      row.version,
      digest,
    ]);
    await changes.flush();
    return true;
  });
  const central = world.central();
  if (changed && central) await central.tick();
  return changed;
}
