import { Command, type CaseCommand, type PersonCommand } from '../../../contract/command.ts';
import type { Case } from '../../../contract/case.ts';
import type { WorkWrite } from '../store/database.ts';
import * as outbox from '../store/work/outbox.ts';
import { correctedNow, instantOf, type Desk } from './desk.ts';

type Made = 'id' | 'caseId' | 'epoch' | 'deviceId' | 'madeAt';
type WithoutMade<C> = C extends Command ? Omit<C, Made> : never;
/** What a person gave of a command; the rest is the same for every kind. */
export type CommandContent = WithoutMade<CaseCommand>;
export type PersonCommandContent = WithoutMade<PersonCommand>;

/** Whole and parsed, so that what goes into the outbox is what the contract allows. Throws on a bug only. */
export function makeCommand(
  desk: Desk,
  of: Pick<Case, 'id' | 'epoch'>,
  content: CommandContent,
): CaseCommand {
  return Command.parse({
    ...content,
    id: desk.ports.ids.uuidv7(),
    caseId: of.id,
    epoch: of.epoch,
    deviceId: desk.deviceId,
    madeAt: instantOf(correctedNow(desk)),
  }) as CaseCommand;
}

export function makePersonCommand(desk: Desk, content: PersonCommandContent): PersonCommand {
  return Command.parse({
    ...content,
    id: desk.ports.ids.uuidv7(),
    deviceId: desk.deviceId,
    madeAt: instantOf(correctedNow(desk)),
  }) as PersonCommand;
}

/** D6: the bytes stored here are the bytes that are sent, for ever. */
export function putIntoOutbox(
  tx: WorkWrite,
  desk: Desk,
  of: Pick<Case, 'title' | 'reference'>,
  command: CaseCommand,
): void {
  outbox.enqueue(tx, {
    id: command.id,
    caseId: command.caseId,
    type: command.type,
    epoch: command.epoch,
    state: command.type === 'decision' ? 'held' : 'pending',
    body: JSON.stringify(command),
    // The device's own clock: how long it has waited here is judged by the same one (D9).
    madeAt: instantOf(desk.ports.clock.now()),
    madeOffline: desk.courier.contact().contact !== 'online',
    title: of.title,
    reference: of.reference,
    ...(command.type === 'recall' ? { recallOf: command.decisionId } : {}),
    ...(command.type === 'decision' ? { batchId: command.batchId } : {}),
  });
}

/** What is about no case: in order with others of its kind, whatever waits on cases. */
export function putPersonCommand(tx: WorkWrite, desk: Desk, command: PersonCommand): void {
  outbox.enqueue(tx, {
    id: command.id,
    caseId: outbox.NO_CASE,
    type: command.type,
    epoch: 0,
    state: 'pending',
    body: JSON.stringify(command),
    madeAt: instantOf(desk.ports.clock.now()),
    madeOffline: desk.courier.contact().contact !== 'online',
  });
}
