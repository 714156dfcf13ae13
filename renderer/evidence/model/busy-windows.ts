/** A stretch of time in which more happened than is usual. Milliseconds; indexes into the events, in order. */
export type BusyWindow = Readonly<{
  startMs: number;
  endMs: number;
  first: number;
  last: number;
  /** The most that happened within one `windowMs` of it. */
  most: number;
  /** The median of the other windows in which anything happened. */
  usual: number;
}>;

type Event = Readonly<{ atMs: number; key: string | number }>;
type Measure = Readonly<{
  windowMs: number;
  /** Fewer different keys than this are never too many. */
  least: number;
  /** So many times what is usual are too many. */
  times: number;
}>;

/** With fewer other windows than this there is no habit to compare with, and one is taken as usual. */
const fewestForHabit = 3;

/**
 * Windows in which at least `least` different keys were seen and at least `times` as many as is usual. What is usual is
 * the median over the clock's windows (whole hours, for an hour) in which anything happened, without those that the
 * window in question touches. Windows that overlap are one. `events` are in order of time; one pass, and the logarithm
 * of their number for each.
 */
export function busyWindows(events: readonly Event[], measure: Measure): readonly BusyWindow[] {
  const { windowMs, least, times } = measure;
  const habit = habitOf(events, windowMs);
  const inside = new Map<string | number, number>();
  const found: BusyWindow[] = [];
  let first = 0;
  for (const [last, event] of events.entries()) {
    inside.set(event.key, (inside.get(event.key) ?? 0) + 1);
    for (; (events[first]?.atMs ?? 0) < event.atMs - windowMs; first += 1) leave(inside, events[first]);
    const most = inside.size;
    if (most < least) continue;
    const startMs = events[first]?.atMs ?? event.atMs;
    const usual = habit(startMs, event.atMs);
    if (most < usual * times) continue;
    const before = found.at(-1);
    if (before === undefined || before.last < first) {
      found.push({ startMs, endMs: event.atMs, first, last, most, usual });
    } else {
      found[found.length - 1] = {
        ...before,
        endMs: event.atMs,
        last,
        most: Math.max(most, before.most),
        usual: most > before.most ? usual : before.usual,
      };
    }
  }
  return found;
}

function leave(inside: Map<string | number, number>, event: Event | undefined): void {
  if (event === undefined) return;
  const left = (inside.get(event.key) ?? 0) - 1;
  if (left > 0) inside.set(event.key, left);
  else inside.delete(event.key);
}

/** The median of the clock's windows in which anything happened, without those from `startMs` to `endMs`. */
function habitOf(events: readonly Event[], windowMs: number): (startMs: number, endMs: number) => number {
  const buckets = new Map<number, Set<string | number>>();
  for (const { atMs, key } of events) {
    const bucket = Math.floor(atMs / windowMs);
    const keys = buckets.get(bucket) ?? new Set();
    buckets.set(bucket, keys.add(key));
  }
  const sorted = [...buckets.values()].map(({ size }) => size).sort((a, b) => a - b);
  return (startMs, endMs) => {
    const own: number[] = [];
    for (let bucket = Math.floor(startMs / windowMs); bucket <= Math.floor(endMs / windowMs); bucket += 1) {
      const size = buckets.get(bucket)?.size;
      if (size !== undefined) own.push(size);
    }
    return medianWithout(sorted, own);
  };
}

function medianWithout(sorted: readonly number[], without: readonly number[]): number {
  const left = sorted.length - without.length;
  if (left < fewestForHabit) return 1;
  const places: number[] = [];
  for (const value of [...without].sort((a, b) => a - b)) {
    const from = placeOf(sorted, value);
    places.push(
      places.at(-1) !== undefined && (places.at(-1) ?? 0) >= from ? (places.at(-1) ?? 0) + 1 : from,
    );
  }
  const at = (index: number): number => {
    let place = index;
    for (const taken of places) if (place >= taken) place += 1;
    return sorted[place] ?? 1;
  };
  return (at(Math.floor((left - 1) / 2)) + at(Math.ceil((left - 1) / 2))) / 2;
}

/** The first place of a value that is in the list. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
