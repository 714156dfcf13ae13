/**
 * What the workstation takes from the world around it: time, timers, ids, chance and a log. Everything below
 * asks for these as arguments, so that a test can hold the clock and replay a run.
 */
import { v7 } from 'uuid';

export interface Clock {
  /** Wall time, milliseconds since the epoch, as this device believes it. Never used for order. */
  now(): number;
  /** Running time in milliseconds; never goes back, and has no meaning between two processes. */
  monotonic(): number;
}

export type TimerHandle = object;

export interface Timers {
  set(run: () => void, delayMs: number): TimerHandle;
  clear(handle: TimerHandle): void;
}

export interface Ids {
  uuidv7(): string;
}

/** A number in `[0, 1)`. */
export type Random = () => number;

/** Ids, codes and counts only: never what a case, a draft or a token says. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: Random;
  readonly log: Log;
}

export function createSystemClock(): Clock {
  return { now: () => Date.now(), monotonic: () => performance.now() };
}

/** Timers that do not keep the process alive by themselves. */
export function createSystemTimers(): Timers {
  return {
    set: (run, delayMs) => setTimeout(run, delayMs).unref(),
    clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
  };
}

export function createSystemIds(): Ids {
  return { uuidv7: () => v7() };
}

const ignore = (): void => undefined;
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export function wait(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => timers.set(resolve, delayMs));
}
