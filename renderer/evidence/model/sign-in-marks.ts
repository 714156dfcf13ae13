import type { SignIns } from '../../../contract/evidence.ts';

export type SignIn = SignIns['signIns'][number];
export type Coordinates = Readonly<{ latitude: number; longitude: number }>;

/** A sign-in with its place in the document. What is masked is null: it must not be compared. */
export type SignInRecord = Readonly<{
  signIn: SignIn;
  index: number;
  atMs: number;
  at: Coordinates | null;
  device: string | null;
  country: string | null;
}>;

export type SignInMark =
  /** Since the last successful sign-in at a known place; `kmh` is Infinity at the same time. */
  | Readonly<{ is: 'impossible-travel'; from: number; km: number; afterMs: number; kmh: number }>
  | Readonly<{ is: 'new-device' }>
  | Readonly<{ is: 'new-country' }>;

/** Faster than an airliner, and further than a wrong guess of a place by its address. */
const fastestKmh = 900;
const nearestKm = 100;

const HOUR = 3_600_000;

/** `records` in any order. A device or country is new when no successful sign-in before had it, the first apart. */
export function signInMarks(records: readonly SignInRecord[]): ReadonlyMap<number, readonly SignInMark[]> {
  const marks = new Map<number, SignInMark[]>();
  const devices = new Set<string>();
  const countries = new Set<string>();
  let before: SignInRecord | null = null;
  for (const record of [...records].sort((a, b) => a.atMs - b.atMs || b.index - a.index)) {
    const found: SignInMark[] = [];
    const success = record.signIn.outcome === 'success';
    if (isNew(devices, record.device)) found.push({ is: 'new-device' });
    if (isNew(countries, record.country)) found.push({ is: 'new-country' });
    if (success) {
      const travel = before === null ? null : travelBetween(before, record);
      if (travel !== null) found.unshift(travel);
      if (record.at !== null) before = record;
      if (record.device !== null) devices.add(record.device);
      if (record.country !== null) countries.add(record.country);
    }
    if (found.length > 0) marks.set(record.index, found);
  }
  return marks;
}

const isNew = (known: ReadonlySet<string>, value: string | null): boolean =>
  value !== null && value !== '' && known.size > 0 && !known.has(value);

function travelBetween(from: SignInRecord, to: SignInRecord): SignInMark | null {
  if (from.at === null || to.at === null) return null;
  const km = distanceKm(from.at, to.at);
  if (km <= nearestKm) return null;
  const afterMs = to.atMs - from.atMs;
  const kmh = afterMs === 0 ? Infinity : km / (afterMs / HOUR);
  return kmh > fastestKmh ? { is: 'impossible-travel', from: from.index, km, afterMs, kmh } : null;
}

/** Mean radius of the earth (IUGG). */
const earthKm = 6371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the great circle. The haversine form holds near zero and across the antimeridian. */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const latitudes = radians(to.latitude - from.latitude);
  const longitudes = radians(to.longitude - from.longitude);
  const h =
    Math.sin(latitudes / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(longitudes / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(h)));
}
