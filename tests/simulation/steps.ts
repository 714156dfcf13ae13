/** One step of a run: something that a person, the world or the machine does. */
import * as outbox from '../../electron/core/store/work/outbox.ts';
import { byPerson } from './by-person.ts';
import { byWorld } from './by-world.ts';
import { draftedWords, isDecided } from './kept-words.ts';
import { count, restart, type Run } from './run-state.ts';
import type { Seat } from './seat.ts';
import { Violation } from './violation.ts';

export const weights = {
  decide: 150,
  draft: 40,
  undo: 40,
  'undo-by-name': 30,
  note: 25,
  open: 60,
  snooze: 22,
  skip: 22,
  release: 22,
  'hand-over': 30,
  escalate: 20,
  'flag-pattern': 22,
  break: 14,
  'opt-out': 12,
  'take-newer': 8,
  attention: 40,
  'work-offline': 8,
  'sign-in-again': 12,
  seconds: 150,
  minutes: 40,
  hours: 2,
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
  'change-role': 4,
  'publish-catalogue': 3,
  'take-backup': 4,
  restore: 2,
} as const;
export type StepName = keyof typeof weights;

/** Does what the name says, as far as it can be done now. */
export async function takeStep(run: Run, name: StepName): Promise<void> {
  const { world } = run;
  const seat = world.chance.oneOf(world.seats);
  const faults = world.disk.metBelow(seat.folder);
  const did = (await byPerson(run, seat, name)) ?? (await byWorld(run, seat, name));
  if (did) count(run, name);
  await world.settle();
  if (world.disk.metBelow(seat.folder) > faults) lookAgain(run, seat);
  if (!seat.isRunning && world.chance.happens(0.7)) await restart(world, seat);
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
  for (const [key, words] of model.drafts) {
    const [name, caseId = ''] = key.split(' ');
    if (name !== seat.name) continue;
    const kept = draftedWords(work, caseId);
    if (kept === words) continue;
    // What was decided since, by this failure or before, is not lost.
    if (!isDecided(work, caseId, words)) changed.add(caseId);
    if (kept === null) model.drafts.delete(key);
    else model.drafts.set(key, kept);
  }
  if (changed.size > 1) {
    throw new Violation(`D2: one failure changed the work on ${changed.size} cases {}`);
  }
}
