import { z } from 'zod';
import { DeviceId, Instant, Language, PersonId, Slug, count, requiredText, text } from './primitives.ts';

export const Role = z.enum(['reviewer', 'vendor-reviewer', 'supervisor', 'quality', 'auditor', 'admin']);
export type Role = z.infer<typeof Role>;

/** Who may copy from evidence and open what it names outside Docket: its own people, not an outside vendor's. */
export const mayTakeOut = (role: Role): boolean => role !== 'vendor-reviewer';

export const Username = z.string().regex(/^[a-z0-9][a-z0-9._@-]{1,62}$/);

/** What others may know of a person. */
export const Person = z.object({
  id: PersonId,
  username: Username,
  displayName: requiredText(80),
  role: Role,
});
export type Person = Readonly<z.infer<typeof Person>>;

/** What a person knows of themselves. Compartments are sealed rooms of cases that need a grant of their own (P1). */
export const Account = z.object({
  ...Person.shape,
  queues: z.array(Slug).max(200),
  languages: z.array(Language).max(50),
  compartments: z.array(Slug).max(50),
  /** Open cases held at once, at most. */
  capacity: count,
  onBreakSince: Instant.nullable().default(null),
  /** Harm types whose cases are not given to this person by themselves. */
  optedOut: z.array(Slug).max(50).default([]),
});
export type Account = Readonly<z.infer<typeof Account>>;

export const Device = z.object({ id: DeviceId, name: requiredText(80), platform: text(40) });
export type Device = Readonly<z.infer<typeof Device>>;
