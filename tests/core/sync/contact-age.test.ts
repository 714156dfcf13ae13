import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContactAge } from '../../../electron/core/sync/contact-age.ts';
import { createTestDesk, type TestDesk } from '../support/desk.ts';

const hour = 3_600_000;
let bench: TestDesk;
let wall = 0;
let running = 0;
const clock = { now: () => wall, monotonic: () => running };
const open = () => createContactAge(bench.desk.work, clock);
const saved = (age: ReturnType<typeof open>) => bench.desk.commitWork((tx) => age.save(tx));

beforeEach(() => {
  bench = createTestDesk();
  wall = Date.parse('2026-11-23T08:00:00.000Z');
  running = 1000;
});
afterEach(() => bench.end());

test('F4: the age of contact is running time or wall time, whichever is more', () => {
  const age = open();
  age.contact();
  running += 2 * hour;
  wall += hour;
  expect(age.ageMs()).toBe(2 * hour);
  wall += 4 * hour;
  expect(age.ageMs()).toBe(5 * hour);
  age.contact();
  expect(age.ageMs()).toBe(0);
});

test('F4: a clock turned back makes it no less, in one run and through a restart', () => {
  const age = open();
  age.contact();
  wall += 10 * hour;
  running += 10 * hour;
  expect(age.ageMs()).toBe(10 * hour);
  wall -= 20 * hour;
  expect(age.ageMs()).toBe(10 * hour);
  saved(age);
  running = 0;
  const again = open();
  expect(again.ageMs()).toBe(10 * hour);
  running += hour;
  expect(again.ageMs()).toBe(11 * hour);
});

test('F4: the time in which no program ran counts by the wall', () => {
  const age = open();
  age.contact();
  saved(age);
  running = 0;
  wall += 50 * hour;
  expect(open().ageMs()).toBe(50 * hour);
});
