/** The audit trail as people read it: the events, and names for the ids in them (U1). */
import { z } from 'zod';
import { CaseId, DeviceId, Instant, PersonId, text } from './primitives.ts';
import type { Role } from './people.ts';
import { AuditEvent } from './supervision.ts';

/** An event (`case.viewed`), or an area of them (`case`). */
export const AuditKind = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*(\.[a-z-]+)*$/)
  .max(60);

/** Names of what the events of one page are about; an id without one is of something that is no longer there. */
export const AuditNames = z.object({
  people: z.array(z.object({ id: PersonId, displayName: text(80) })),
  devices: z.array(z.object({ id: DeviceId, name: text(80) })),
  cases: z.array(z.object({ id: CaseId, reference: text(20) })),
});

/** What to look for: empty and null are everything. */
export const AuditFilter = z.object({
  /** A case's reference. */
  reference: text(20).default(''),
  /** A part of a person's name, or their user name. */
  person: text(80).default(''),
  kind: AuditKind.nullable().default(null),
  from: Instant.nullable().default(null),
  /** Not itself included. */
  until: Instant.nullable().default(null),
});
export type AuditFilter = Readonly<z.infer<typeof AuditFilter>>;

/** One event in the window. Null names are of people, devices and cases that are not known any more, or of none. */
export const AuditLine = z.object({
  ...AuditEvent.omit({ previousHash: true, hash: true }).shape,
  person: text(80).nullable(),
  device: text(80).nullable(),
  reference: text(20).nullable(),
  /** Whom it was about or given to. */
  about: text(80).nullable(),
  /** Which device it was about. */
  aboutDevice: text(80).nullable(),
  /** The case is on this device, so it can be opened. */
  here: z.boolean(),
});
export type AuditLine = Readonly<z.infer<typeof AuditLine>>;

/** Whose work it is to take the trail out of Docket. Supervisors read it here. */
export const auditExporters: readonly Role[] = ['auditor', 'admin'];
