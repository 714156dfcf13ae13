/**
 * Commands: what a person does that the central API must learn (D1, D14). The body is stored when it is
 * made and sent as it is for ever (D6), so a released shape may gain optional fields and lose none.
 */
import { z } from 'zod';
import { Action } from './action.ts';
import { Outcome, Severity } from './catalogue.ts';
import { Span } from './evidence.ts';
import {
  BatchId,
  CaseId,
  CaseVersion,
  CatalogueVersion,
  CommandId,
  DecisionId,
  DeviceId,
  Epoch,
  EvidenceId,
  Instant,
  JsonPointer,
  Language,
  PersonId,
  Sha256,
  Slug,
  requiredText,
  text,
} from './primitives.ts';

/** What every command says. `epoch` is the assignment's, as the person saw it. */
const base = {
  id: CommandId,
  caseId: CaseId,
  epoch: Epoch,
  deviceId: DeviceId,
  /** The device's clock, corrected by the measured offset; never used for order (F4). */
  madeAt: Instant,
};

const duration = z
  .int()
  .min(0)
  .max(31 * 24 * 3600 * 1000);
/** Milliseconds: waiting in the queue before it was opened, open on screen, and with input (30 s without ends it). */
export const Timings = z.object({ waitMs: z.int().min(0), openMs: duration, activeMs: duration });
export type Timings = Readonly<z.infer<typeof Timings>>;

export const CustomerMessage = z.object({
  templateId: Slug.nullable(),
  language: Language,
  subject: text(200),
  body: requiredText(8000),
});
export type CustomerMessage = Readonly<z.infer<typeof CustomerMessage>>;

export const Decision = z.object({
  type: z.literal('decision'),
  ...base,
  caseVersion: CaseVersion,
  evidenceDigest: Sha256,
  catalogueVersion: CatalogueVersion,
  outcome: Outcome,
  actions: z.array(Action).max(50),
  policies: z.array(Slug).max(20),
  severity: Severity.nullable(),
  rationale: text(8000),
  message: CustomerMessage.nullable(),
  timings: Timings,
  decidedAt: Instant,
  /** Names the standing decision that this one replaces (F3). */
  replaces: DecisionId.nullable(),
  /** Names the late decision that this one adopts (D8). */
  adopts: DecisionId.nullable(),
  batchId: BatchId.nullable(),
  /** How many cases were decided with it; absent where it was decided alone, and from what older desktops say. */
  batchSize: z.int().min(1).max(1000).optional(),
});
export type Decision = Readonly<z.infer<typeof Decision>>;

const forCase = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...base, ...shape });

export const Recall = forCase('recall', { decisionId: DecisionId, reason: text(500) });
export const AddNote = forCase('note', { text: requiredText(8000) });
export const Snooze = forCase('snooze', { until: Instant, reason: text(500) });
export const Wait = forCase('wait', { for: requiredText(200), until: Instant });
export const Skip = forCase('skip', { reason: text(500) });
export const Recuse = forCase('recuse', { reason: requiredText(500) });
export const Release = forCase('release', { reason: text(500) });
export const HandOver = forCase('hand-over', { to: PersonId, reason: text(500) });
export const Escalate = forCase('escalate', {
  queue: Slug,
  policies: z.array(Slug).max(20),
  reason: requiredText(2000),
});
export const FlagPattern = forCase('pattern-flag', {
  name: requiredText(120),
  description: text(4000),
  spans: z.array(Span).max(50),
});
export const Viewed = forCase('viewed', {
  caseVersion: CaseVersion,
  evidenceId: EvidenceId.nullable(),
});
export const Revealed = forCase('revealed', {
  evidenceId: EvidenceId,
  /** The masked field; null for covered graphic content. */
  field: JsonPointer.nullable(),
  /** Of the item as it was shown; absent from what older desktops say. */
  digest: Sha256.optional(),
});
/** Something of the evidence has left Docket: as copied words, or as an address opened in the system's browser. */
export const TakenOut = forCase('taken-out', {
  evidenceId: EvidenceId,
  how: z.enum(['copied', 'address-opened']),
  /** Of the item as it was shown. */
  digest: Sha256,
});
/** A case that this version of Docket cannot read; its assignment is released (R8). */
export const Unreadable = forCase('unreadable', { detail: text(2000), appVersion: text(40) });

const forPerson = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({
    type: z.literal(type),
    id: base.id,
    deviceId: base.deviceId,
    madeAt: base.madeAt,
    ...shape,
  });

/** From now until `end-break` the person is given no case by themselves; what they hold stays with them. */
export const TakeBreak = forPerson('take-break', {});
export const EndBreak = forPerson('end-break', {});
/** All harm types whose cases the person is not to be given by itself; replaces what they said before. */
export const OptOut = forPerson('opt-out', { harmTypes: z.array(Slug).max(50) });

export const Command = z.discriminatedUnion('type', [
  Decision,
  Recall,
  AddNote,
  Snooze,
  Wait,
  Skip,
  Recuse,
  Release,
  HandOver,
  Escalate,
  FlagPattern,
  Viewed,
  Revealed,
  TakenOut,
  Unreadable,
  TakeBreak,
  EndBreak,
  OptOut,
]);
export type Command = Readonly<z.infer<typeof Command>>;
export type CommandType = Command['type'];
/** What is about the person who says it, and about no case. */
export type PersonCommand = Readonly<z.infer<typeof TakeBreak | typeof EndBreak | typeof OptOut>>;
export type CaseCommand = Exclude<Command, PersonCommand>;

export const isPersonCommand = (command: Command): command is PersonCommand => !('caseId' in command);
