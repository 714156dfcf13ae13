/** What people at desktops do. */
import type { BridgeInput, BridgeMethod, BridgeResult, QueueRow } from '../../contract/bridge.ts';
import type { Case } from '../../contract/case.ts';
import type { DraftContent } from '../../contract/draft.ts';
import type { Model } from './model.ts';
import { count, needsSignIn, whileTimeGoesOn, type Run } from './run-state.ts';
import type { Seat } from './seat.ts';
import type { StepName } from './steps.ts';
import { harmType, password } from './world.ts';

const minute = 60_000;

/** Null where it is not something that a person does. */
export async function byPerson(run: Run, seat: Seat, name: StepName): Promise<boolean | null> {
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
      if (answer.ok) noteUndo(run, seat, answer.value);
      return answer.ok;
    }
    case 'undo-by-name': {
      const mine = [...model.told.values()].filter((one) => one.seat === seat.name && one.undone === 'no');
      if (!seat.isRunning || mine.length === 0) return false;
      const one = chance.oneOf(mine.slice(-8));
      const answer = await seat.invoke('decision.undo', { decisionId: one.id as never });
      if (answer.ok) noteUndo(run, seat, answer.value);
      return answer.ok;
    }
    case 'note': {
      const row = await pickRow(run, seat);
      if (!row) return false;
      const answer = await seat.invoke('case.note', { caseId: row.caseId, text: words });
      if (answer.ok)
        model.notes.set(answer.value.commandId, { seat: seat.name, text: words, settled: false });
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
    case 'break':
      return takeOrEndBreak(run, seat);
    case 'opt-out':
      return (
        seat.isRunning &&
        (await seat.invoke('exposure.optOut', { harmTypes: chance.happens(0.3) ? [harmType.id] : [] })).ok
      );
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

function noteUndo(run: Run, seat: Seat, { decisionId, did }: BridgeResult<'decision.undo'>): void {
  const { model } = run;
  if (did === 'recall') count(run, 'recall');
  const one = model.told.get(decisionId);
  if (!one) return;
  one.undone = did;
  owe(model, seat, one.caseId, one.words);
}

/**
 * What comes back as a draft does not replace what was written since; what came back from an older decision was not.
 * Words are numbered by their step.
 */
function owe(model: Model, seat: Seat, caseId: string, words: string): void {
  const key = `${seat.name} ${caseId}`;
  const written = model.drafts.get(key);
  const decided = [...model.told.values()].some(
    (one) => one.seat === seat.name && one.caseId === caseId && one.words === written,
  );
  const isOlder = decided && numberOf(written ?? '') < numberOf(words);
  if (written === undefined || isOlder) model.drafts.set(key, words);
}

const numberOf = (words: string): number => Number(/\d+/.exec(words)?.[0]);

/** Most breaks are over soon, or nobody would be given anything. */
async function takeOrEndBreak(run: Run, seat: Seat): Promise<boolean> {
  if (!seat.isRunning) return false;
  const now = await seat.invoke('exposure.get', {});
  if (!now.ok) return false;
  if (now.value.onBreakSince === null) {
    if (!(await seat.invoke('break.take', {})).ok) return false;
    count(run, 'take-break');
    if (run.world.chance.happens(0.3) || !seat.isRunning) return true;
  }
  const ended = await seat.invoke('break.end', {});
  if (ended.ok) count(run, 'end-break');
  return ended.ok;
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
    if (told.undone === 'no' && item.why !== 'late' && item.why !== 'deleted') told.undone = 'withdrawn';
    if (choice === 'reopen') owe(run.model, seat, item.caseId, told.words);
  }
  // Confirming changed evidence makes the decision anew, under an id of its own (D11).
  if (told && choice === 'confirm' && item.why === 'changed') told.undone = 'withdrawn';
  return true;
}
