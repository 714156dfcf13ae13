import type { Translate } from '../strings/translate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in words, rounded down to minutes: `14 min`, `1 h 20`, `3 days`. */
export function lengthInWords(milliseconds: number, t: Translate): string {
  const length = Math.max(0, milliseconds);
  if (length >= 2 * DAY) return t('time.days', { count: Math.floor(length / DAY) });
  const hours = Math.floor(length / HOUR);
  const minutes = Math.floor((length % HOUR) / MINUTE);
  if (hours === 0) return t('time.minutes', { count: minutes });
  if (hours >= 4 || minutes === 0) return t('time.hours', { hours });
  return t('time.hours-minutes', { hours, minutes: String(minutes).padStart(2, '0') });
}

/** Until a due time: `14 min`, `4 min late`. */
export function dueInWords(dueAt: string | null, now: number, t: Translate): string {
  if (dueAt === null) return t('queue.no-due');
  const left = Date.parse(dueAt) - now;
  if (left >= 0) return lengthInWords(left, t);
  return left > -MINUTE ? t('time.now') : t('time.late', { time: lengthInWords(-left, t) });
}

/** `1 m 12 s`, for measured times. */
export function measuredTime(milliseconds: number, t: Translate): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return t('time.seconds', { seconds });
  return t('time.minutes-seconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const dayAndSecond = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** For what happens several times a minute. */
export const timeToTheSecond = (instant: string): string => dayAndSecond.format(new Date(instant));

/** In the reader's zone: the time alone today, with the day otherwise. */
export function timeOfDay(instant: string, now: number = Date.now()): string {
  const date = new Date(instant);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : dayAndClock.format(date);
}
