/** The smallest words: ids, instants, digests, money, bounded text. Everything else is made of these. */
import { z } from 'zod';

/** Text that every store here can hold: well-formed UTF-16, no NUL, at most `max` UTF-16 code units. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), {
      error: 'must not hold lone surrogates or NUL',
    });
export const requiredText = (max: number) => text(max).min(1);

const id = <Name extends string>(_name: Name) => z.uuid().brand<Name>();

export const CaseId = id('CaseId');
export type CaseId = z.infer<typeof CaseId>;
export const EvidenceId = id('EvidenceId');
export type EvidenceId = z.infer<typeof EvidenceId>;
/** Ids of commands are UUIDv7 made by the device. They are idempotency keys and are never used for order (D1, D6). */
export const CommandId = id('CommandId');
export type CommandId = z.infer<typeof CommandId>;
/** A decision is a command, so its id is one too. */
export const DecisionId = CommandId;
export type DecisionId = z.infer<typeof DecisionId>;
export const DeviceId = id('DeviceId');
export type DeviceId = z.infer<typeof DeviceId>;
export const PersonId = id('PersonId');
export type PersonId = z.infer<typeof PersonId>;
export const InstanceId = id('InstanceId');
export type InstanceId = z.infer<typeof InstanceId>;
export const BatchId = id('BatchId');
export type BatchId = z.infer<typeof BatchId>;

/** Short names chosen by the organisation: queue, policy, preset, template, compartment, harm type. */
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
export type Slug = z.infer<typeof Slug>;

/** UTC, with milliseconds: `2026-11-23T07:18:57.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/** BCP 47, for example `en`, `pt-BR`, `ar`. */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35);
export type Language = z.infer<typeof Language>;

/** Lower-case hexadecimal SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

export const count = z.int().min(0).max(1_000_000_000);
/** Rises with every change of a case, from 1. */
export const CaseVersion = z.int().min(1);
/** Rises with every change of who may decide a case (F1): a fencing token. */
export const Epoch = z.int().min(0);
export const CatalogueVersion = z.int().min(1);
/** A score between 0 and 1. */
export const Score = z.number().min(0).max(1);

/** An amount in the currency's minor unit, for example cents. The currency stays with every amount. */
export const Money = z.object({
  amountMinor: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = Readonly<z.infer<typeof Money>>;

/** RFC 6901, naming a field inside an evidence document: `/claims/0/claimed`. */
export const JsonPointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/)
  .max(300);
