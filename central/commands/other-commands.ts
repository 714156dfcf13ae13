/** Every command but decisions and recalls (D14). */
import type { z } from 'zod';
import type {
  AddNote,
  CaseCommand,
  Escalate,
  FlagPattern,
  HandOver,
  Revealed,
  TakenOut,
  Unreadable,
  Viewed,
} from '../../contract/command.ts';
import { isHeld, type CaseRow } from '../cases/case-row.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { json } from '../store/sql.ts';
import { actorOf, holdingOf, takeUpAgain, type CommandContext } from './context.ts';
import { applied, rejected, unknownCase, type StoredAnswer } from './outcome.ts';

type OtherCommand = Exclude<CaseCommand, { type: 'decision' | 'recall' }>;
type Put<Type extends OtherCommand['type']> = Extract<OtherCommand, { type: Type }>;

export async function applyOther(context: CommandContext, command: OtherCommand): Promise<StoredAnswer> {
  const row = context.cases.get(command.caseId);
  const holding = row ? await holdingOf(context, row, command.epoch) : { is: 'never' as const };
  if (!row || holding.is === 'never') return unknownCase();

  switch (command.type) {
    // Said about the case, whoever has it now.
    case 'note':
      return addNote(context, row, command);
    case 'pattern-flag':
      return flagPattern(context, row, command);
    case 'viewed':
      return viewed(context, row, command, holding.is === 'current');
    case 'revealed':
      return revealed(context, row, command);
    case 'taken-out':
      return takenOut(context, row, command);
    default:
  }

  // Done to the assignment: needs it.
  if (command.type === 'skip' || command.type === 'recuse') await exclude(context, row, command.type);
  if (holding.is === 'late') return overtaken(context, holding.reason);
  if (row.state === 'decided') return overtaken(context, 'already-decided');
  switch (command.type) {
    case 'snooze':
      return putOff(context, row, 'snoozed', command, null);
    case 'wait':
      return putOff(context, row, 'waiting', command, command.for);
    case 'skip':
    case 'recuse':
    case 'release':
      return giveBack(context, row, command);
    case 'unreadable':
      return unreadable(context, row, command);
    case 'hand-over':
      return handOver(context, row, command);
    case 'escalate':
      return escalate(context, row, command);
    default:
      throw new Error(`no handler for ${(command satisfies never as CaseCommand).type}`);
  }
}

const overtaken = (
  context: CommandContext,
  reason: Extract<StoredAnswer, { status: 'late' }>['reason'],
): StoredAnswer => ({
  status: 'late',
  recordedAt: context.at.toISOString(),
  contested: 'uncontested',
  reason,
  standing: null,
});

async function addNote(
  context: CommandContext,
  row: CaseRow,
  command: z.infer<typeof AddNote>,
): Promise<StoredAnswer> {
  const { tx, at, caller, changes } = context;
  await tx.query('insert into note (id, person_id, case_id, at, text) values ($1, $2, $3, $4, $5)', [
    command.id,
    caller.id,
    row.id,
    at,
    command.text,
  ]);
  changes.touch(row);
  changes.audit({ kind: 'case.note', ...actorOf(caller), caseId: row.id, details: { noteId: command.id } });
  return applied(at);
}

async function flagPattern(
  context: CommandContext,
  row: CaseRow,
  command: z.infer<typeof FlagPattern>,
): Promise<StoredAnswer> {
  const { tx, at, caller, changes } = context;
  await tx.query(
    `insert into pattern_flag (id, person_id, case_id, at, name, description, spans)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
    [command.id, caller.id, row.id, at, command.name, command.description, json(command.spans)],
  );
  changes.audit({
    kind: 'case.pattern-flag',
    ...actorOf(caller),
    caseId: row.id,
    details: { flagId: command.id },
  });
  return applied(at);
}

function viewed(
  { at, caller, changes }: CommandContext,
  row: CaseRow,
  command: z.infer<typeof Viewed>,
  holds: boolean,
): StoredAnswer {
  if (holds && row.opened_at === null) {
    row.opened_at = at;
    changes.mark(row);
  }
  changes.audit({
    kind: 'case.viewed',
    ...actorOf(caller),
    caseId: row.id,
    details: { caseVersion: command.caseVersion, evidenceId: command.evidenceId, madeAt: command.madeAt },
  });
  return applied(at);
}

/** What has left is recorded whoever it was: refusing to write it down would not bring it back. */
function takenOut(
  { at, caller, changes }: CommandContext,
  row: CaseRow,
  command: z.infer<typeof TakenOut>,
): StoredAnswer {
  const { how, evidenceId, digest, madeAt } = command;
  changes.audit({
    kind: 'evidence.taken-out',
    ...actorOf(caller),
    caseId: row.id,
    details: { how, evidenceId, digest, madeAt },
  });
  return applied(at);
}

function revealed(
  { at, caller, changes }: CommandContext,
  row: CaseRow,
  command: z.infer<typeof Revealed>,
): StoredAnswer {
  changes.audit({
    kind: 'evidence.revealed',
    ...actorOf(caller),
    caseId: row.id,
    details: {
      evidenceId: command.evidenceId,
      field: command.field,
      digest: command.digest ?? null,
      madeAt: command.madeAt,
    },
  });
  return applied(at);
}

async function putOff(
  context: CommandContext,
  row: CaseRow,
  state: 'snoozed' | 'waiting',
  command: Readonly<{ until: string; reason?: string }>,
  waitingFor: string | null,
): Promise<StoredAnswer> {
  const { at, caller, changes } = context;
  const until = new Date(command.until);
  await takeUpAgain(context, row);
  changes.setState(row, state, until, waitingFor);
  changes.touch(row);
  changes.tell(row, 'snoozed', actorOf(caller), command.reason);
  changes.audit({
    kind: `case.${state}`,
    ...actorOf(caller),
    caseId: row.id,
    details: { until: until.toISOString() },
  });
  return applied(at);
}

async function giveBack(
  context: CommandContext,
  row: CaseRow,
  { type, reason }: Put<'skip' | 'recuse' | 'release'>,
): Promise<StoredAnswer> {
  const { at, caller, changes } = context;
  // What was released does not come back in the same shift.
  if (type === 'release') await exclude(context, row, 'release');
  if (isHeld(row.state)) changes.takeBack(row, 'released', 'released', 'queued', actorOf(caller));
  changes.tell(row, type === 'release' ? 'released' : 'skipped', actorOf(caller), reason);
  if (type !== 'release') {
    changes.audit({
      kind: `case.${type}`,
      ...actorOf(caller),
      caseId: row.id,
      details: { epoch: row.epoch },
    });
  }
  return applied(at);
}

async function unreadable(
  context: CommandContext,
  row: CaseRow,
  command: z.infer<typeof Unreadable>,
): Promise<StoredAnswer> {
  const { at, caller, changes } = context;
  await exclude(context, row, 'unreadable');
  if (isHeld(row.state)) changes.takeBack(row, 'released', 'released', 'queued', actorOf(caller));
  changes.audit({
    kind: 'case.unreadable',
    ...actorOf(caller),
    caseId: row.id,
    details: { appVersion: command.appVersion, version: row.version },
  });
  return applied(at);
}

async function handOver(
  context: CommandContext,
  row: CaseRow,
  command: z.infer<typeof HandOver>,
): Promise<StoredAnswer> {
  const { tx, at, caller, changes } = context;
  if (command.to === caller.id) return applied(at);
  const { rows } = await tx.query<{
    role: string;
    compartments: string[];
    in_queue: boolean;
    recused: boolean;
  }>(
    `select p.role, array(select compartment from person_compartment where person_id = p.id) as compartments,
       exists (select 1 from person_queue where person_id = p.id and queue = $2) as in_queue,
       exists (select 1 from exclusion where person_id = p.id and case_id = $3 and kind = 'recuse') as recused
     from person p where p.id = $1 and p.disabled_at is null and p.role not in ('auditor', 'admin')`,
    [command.to, row.queue, row.id],
  );
  const [colleague] = rows;
  const may =
    colleague !== undefined &&
    mayEnter(colleague, row.compartment) &&
    !colleague.recused &&
    (colleague.role !== 'vendor-reviewer' || colleague.in_queue);
  if (!may) {
    return rejected('not-permitted', 'this colleague cannot be given the case', [
      { field: 'to', message: 'unknown, or not permitted to see it' },
    ]);
  }
  changes.assign(row, command.to, null, actorOf(caller));
  changes.tell(row, 'handed-over', actorOf(caller), command.reason);
  return applied(at);
}

async function escalate(
  context: CommandContext,
  row: CaseRow,
  command: z.infer<typeof Escalate>,
): Promise<StoredAnswer> {
  const { at, caller, changes, currentCatalogue } = context;
  if (!currentCatalogue.queues.some((queue) => queue.id === command.queue)) {
    return rejected('not-permitted', 'there is no such queue', [{ field: 'queue', message: 'unknown' }]);
  }
  await exclude(context, row, 'escalate');
  row.queue = command.queue;
  const offDesktops = currentCatalogue.policies.some(
    (policy) => policy.mandatoryEscalation && command.policies.includes(policy.id),
  );
  if (offDesktops) row.cache_policy = 'never';
  changes.takeBack(row, 'escalated', 'escalated', 'escalated', actorOf(caller));
  changes.tell(row, 'escalated', actorOf(caller), `${command.queue}: ${command.reason}`);
  return applied(at);
}

/** This person is not given the case again. Recusing is for good; nothing weaker takes it back. */
async function exclude(
  { tx, at, caller }: CommandContext,
  row: CaseRow,
  kind: 'skip' | 'recuse' | 'release' | 'escalate' | 'unreadable',
): Promise<void> {
  await tx.query(
    `insert into exclusion (case_id, person_id, kind, until_sign_in, at) values ($1, $2, $3, $4, $5)
     on conflict (case_id, person_id) do update set kind = excluded.kind, until_sign_in = excluded.until_sign_in
     where exclusion.kind <> 'recuse' and not excluded.until_sign_in`,
    [row.id, caller.id, kind, kind === 'release', at],
  );
}
