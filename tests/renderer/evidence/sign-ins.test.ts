import { expect, test } from 'vitest';
import { SignIns } from '../../../contract/evidence.ts';
import {
  distanceKm,
  signInMarks,
  type SignInRecord,
} from '../../../renderer/evidence/model/sign-in-marks.ts';

const places = {
  berlin: { city: 'Berlin', country: 'Germany', latitude: 52.52, longitude: 13.405 },
  potsdam: { city: 'Potsdam', country: 'Germany', latitude: 52.4, longitude: 13.06 },
  lagos: { city: 'Lagos', country: 'Nigeria', latitude: 6.52, longitude: 3.38 },
  suva: { city: 'Suva', country: 'Fiji', latitude: -18.14, longitude: 178.44 },
  apia: { city: 'Apia', country: 'Samoa', latitude: -13.83, longitude: -171.77 },
  unknown: { city: '', country: '', latitude: null, longitude: null },
} as const;

type Given = Readonly<{
  hour: number;
  place: keyof typeof places;
  device?: string;
  outcome?: 'success' | 'failure' | 'challenged';
}>;

function records(all: readonly Given[]): readonly SignInRecord[] {
  const { signIns } = SignIns.parse({
    kind: 'sign-ins',
    account: { id: 'account', label: 'Account' },
    signIns: all.map(({ hour, place, device = 'Firefox', outcome = 'success' }) => ({
      at: new Date(Date.UTC(2026, 10, 20) + hour * 3_600_000).toISOString(),
      address: '192.0.2.1',
      place: places[place],
      device,
      outcome,
    })),
  });
  return signIns.map((signIn, index) => {
    const { latitude, longitude, country } = signIn.place;
    const at = latitude === null || longitude === null ? null : { latitude, longitude };
    return { signIn, index, atMs: Date.parse(signIn.at), at, device: signIn.device, country };
  });
}
const kinds = (all: readonly Given[]) =>
  [...signInMarks(records(all))].map(([index, marks]) => [index, ...marks.map(({ is }) => is)]);

test('distance is along the great circle, short across the antimeridian, and half a circle at most', () => {
  expect(distanceKm(places.berlin, places.lagos)).toBeCloseTo(5205, -2);
  expect(distanceKm(places.suva, places.apia)).toBeLessThan(1200);
  expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20_015, 0);
  expect(distanceKm(places.berlin, places.berlin)).toBe(0);
});

test('faster than an airliner between two successes is impossible; with a night between them it is a flight', () => {
  expect(
    kinds([
      { hour: 0, place: 'berlin' },
      { hour: 2, place: 'lagos' },
    ]),
  ).toEqual([[1, 'impossible-travel', 'new-country']]);
  expect(
    kinds([
      { hour: 0, place: 'berlin' },
      { hour: 9, place: 'lagos' },
    ]),
  ).toEqual([[1, 'new-country']]);
});

test('the order of the document does not matter', () => {
  const [mark] =
    signInMarks(
      records([
        { hour: 2, place: 'lagos' },
        { hour: 0, place: 'berlin' },
      ]),
    ).get(0) ?? [];
  expect(mark).toMatchObject({ is: 'impossible-travel', from: 1, afterMs: 7_200_000 });
});

test('at the same time in two places is impossible, in one city it is not', () => {
  expect(
    kinds([
      { hour: 0, place: 'lagos' },
      { hour: 0, place: 'berlin' },
    ])[0],
  ).toContain('impossible-travel');
  expect(
    kinds([
      { hour: 0, place: 'berlin' },
      { hour: 0, place: 'potsdam' },
    ]),
  ).toEqual([]);
});

test('an unknown place and a failed sign-in say nothing of a journey, and hide none', () => {
  expect(
    kinds([
      { hour: 0, place: 'berlin' },
      { hour: 0.5, place: 'unknown' },
      { hour: 1, place: 'lagos', outcome: 'failure' },
      { hour: 1.5, place: 'berlin' },
    ]),
  ).toEqual([[2, 'new-country']]);
  expect(
    kinds([
      { hour: 0, place: 'berlin' },
      { hour: 0.5, place: 'unknown' },
      { hour: 1, place: 'lagos' },
    ])[0],
  ).toContain('impossible-travel');
});

test('the first device is not new, one that only failed stays new', () => {
  expect(
    kinds([
      { hour: 0, place: 'berlin', device: 'A' },
      { hour: 1, place: 'berlin', device: 'B', outcome: 'failure' },
      { hour: 2, place: 'berlin', device: 'B' },
      { hour: 3, place: 'berlin', device: 'B' },
    ]),
  ).toEqual([
    [1, 'new-device'],
    [2, 'new-device'],
  ]);
});
