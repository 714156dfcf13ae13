/** Devices, and how a supervisor ends what is on one (S3). */
import { z } from 'zod';
import { DeviceId, Instant, PersonId, count, requiredText, text } from './primitives.ts';

/** Acknowledges one wipe and opens nothing, so it may lie plain on a disk. */
export const WipeReceiptToken = z.string().min(20).max(200);

/** What a device must remove: the files of these people, keys first. */
export const WipeOrder = z.object({ personId: PersonId, receipt: WipeReceiptToken });
export type WipeOrder = Readonly<z.infer<typeof WipeOrder>>;

/** `retire` sends first and then wipes; `revoke` ends the tokens at once and wipes at the next contact. */
export const DeviceEnding = z.enum(['retire', 'revoke']);
export type DeviceEnding = z.infer<typeof DeviceEnding>;

/** The files of one person on one device. */
export const DeviceLine = z.object({
  id: DeviceId,
  name: text(80),
  platform: text(80),
  person: z.object({ id: PersonId, username: text(80), displayName: text(80) }),
  /** Whether a session of this person is open there. */
  signedIn: z.boolean(),
  firstSeenAt: Instant.nullable().default(null),
  lastContactAt: Instant,
  /** What the device last said that it still has waiting, and when. */
  waiting: count,
  waitingAt: Instant.nullable(),
  ending: z
    .object({ how: DeviceEnding, orderedAt: Instant, by: text(80).nullable(), reason: text(500) })
    .nullable(),
  /** What its receipt said; `waiting` was never sent. */
  wiped: z.object({ at: Instant, waiting: count.nullable(), drafts: count.nullable() }).nullable(),
});
export type DeviceLine = Readonly<z.infer<typeof DeviceLine>>;

export const EndDevice = z.object({
  /** `allow` takes an order back that has not been carried out, and lets a revoked device sign in again. */
  how: z.enum([...DeviceEnding.options, 'allow']),
  /** Null: everybody who has used the device. */
  personId: PersonId.nullable(),
  reason: requiredText(500),
});
export type EndDevice = Readonly<z.infer<typeof EndDevice>>;

export const WipeReceipt = z.object({
  receipt: WipeReceiptToken,
  personId: PersonId,
  /** Commands that were on the device and had not been acknowledged: lost with it. Null: the files were not open. */
  waiting: count.nullable(),
  drafts: count.nullable(),
  wipedAt: Instant,
});
export type WipeReceipt = Readonly<z.infer<typeof WipeReceipt>>;
