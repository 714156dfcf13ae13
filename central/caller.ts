import type { Role } from '../contract/people.ts';

/** Who asks, from which device, in which session. */
export interface Caller {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly queues: readonly string[];
  readonly languages: readonly string[];
  readonly compartments: readonly string[];
  readonly capacity: number;
  readonly feedGeneration: number;
  readonly feedFloor: number;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly accessEndsAt: Date;
}
