/** What machines, the network, time, supervisors and the central API do. */
import { passTime } from '../../central/assignment/leases.ts';
import { reassign } from '../../central/assignment/reassign.ts';
import { caseColumns } from '../../central/cases/case-row.ts';
import { createChanges } from '../../central/cases/changes.ts';
import { createCatalogues } from '../../central/catalogue/catalogues.ts';
import { publishCatalogue as publish } from '../../central/catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../../central/catalogues/validate.ts';
import { beginEra } from '../../central/cli/restored.ts';
import { changeRole } from '../../central/people/people.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import type { DiskFault } from './disk.ts';
import type { Run } from './run-state.ts';
import type { Seat } from './seat.ts';
import type { StepName } from './steps.ts';
import { simulatedCatalogue, type World } from './world.ts';

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

export async function byWorld(run: Run, seat: Seat, name: StepName): Promise<boolean> {
  const { world } = run;
  const { chance, schedule } = world;
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
      armDisk(world, seat);
      return true;
    case 'turn-clock':
      seat.turnClock(chance.oneOf([0, 0, -90 * 24 * 60, 90 * 24 * 60, -7, 13]) * minute);
      return true;
    case 'reassign':
      return reassignSome(world);
    case 'edit-evidence':
      return editEvidence(world);
    case 'new-cases': {
      // What nobody may be given, having skipped or escalated it, waits for ever and says nothing of who has work.
      const { rows } = await world.store.query<{ held: number; left: number }>(
        `select count(*) filter (where state = 'assigned') as held,
           count(*) filter (where state in ('queued', 'escalated')) as left from case_file`,
      );
      const { held = 0, left = 0 } = rows[0] ?? {};
      if (held > world.seats.length * 12 || left > 300) return false;
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
    case 'change-role':
      // Some leave the role of everybody else, and all come back to it.
      await changeRole(world, seat.personId, chance.happens(0.3) ? 'vendor-reviewer' : 'reviewer');
      await tick(world);
      return true;
    case 'publish-catalogue':
      return publishCatalogue(world);
    case 'take-backup':
      await world.backups.take();
      return true;
    case 'restore':
      return restore(run);
    default:
      return false;
  }
}

/**
 * A full disk stays full until somebody makes room; what is kept free for decisions is given up once (fault 5). One
 * fault in two strikes while a batch is on its way, where the next commit keeps what the central API answered.
 */
function armDisk({ chance, disk }: World, seat: Seat): void {
  const fault = chance.oneOf(diskFaults);
  const times = fault === 'full' ? 2 + chance.below(5) : 1;
  if (chance.happens(0.5)) disk.arm(seat.folder, fault, chance.below(4), times);
  else seat.link.atNextPush = () => disk.arm(seat.folder, fault, 0, times);
}

/** The store as it was at the last backup, and an operator who says so. */
async function restore({ world, model }: Run): Promise<boolean> {
  const wasUp = world.central() !== null;
  await world.stopCentral();
  const done = await world.backups.restore();
  if (done) {
    // Nobody restores twice within a second.
    await world.pass(1000);
    await beginEra(world);
  }
  if (wasUp || done) await world.startCentral();
  if (!done) return false;
  const { rows } = await world.store.query<{ id: string }>('select id from decision');
  model.arrived.clear();
  for (const { id } of rows) model.arrived.add(id);
  model.standing.clear();
  // Notes are not sent again: what was acknowledged may be gone with the store (L5).
  model.notes.clear();
  for (const told of model.told.values()) {
    const seat = world.seats.find(({ name }) => name === told.seat);
    if (outbox.find(seat!.onDisk(), told.id) !== undefined) told.settled = false;
    // Pruned after `resendDays`, so it cannot come again; where the backup has it too, there is nothing to say.
    else model.told.delete(told.id);
  }
  return true;
}

/** An action goes, or comes back (D12). */
async function publishCatalogue(world: World): Promise<boolean> {
  const { store, clock } = world;
  const now = await createCatalogues(clock).current(store);
  const content = simulatedCatalogue();
  const leaves = now.actions.some(({ kind }) => kind === 'warn');
  const next = validateCatalogue(
    !leaves
      ? content
      : {
          ...content,
          actions: content.actions.filter(({ kind }) => kind !== 'remove-content' && kind !== 'warn'),
          policies: content.policies.map((policy) => ({
            ...policy,
            actions: policy.actions.filter((id) => id !== 'remove-content' && id !== 'warn'),
          })),
        },
  );
  if (!next.ok) throw new Error(JSON.stringify(next.errors));
  await publish(world, next.content);
  return true;
}

async function tick(world: World): Promise<void> {
  const { store, clock, ids } = world;
  const central = world.central();
  if (central) await central.tick();
  else await passTime({ store, clock, ids });
  await world.settle();
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
