/** What the central API takes from the world; everything below receives it as arguments. */
import { v7 } from 'uuid';

export interface Clock {
  /** Milliseconds since 1970, UTC. Leases, tokens and SLA run by it. */
  now(): number;
}

export interface Ids {
  uuid(): string;
}

/** A subset of pino. Never given content of cases, passwords or tokens. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const systemClock: Clock = { now: () => Date.now() };
export const systemIds: Ids = { uuid: () => v7() };
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const minute = 60_000;
export const day = 24 * 60 * minute;
