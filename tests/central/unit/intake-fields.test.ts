import { describe, expect, test } from 'vitest';
import { fieldErrorOf, fieldErrors } from '../../../central/fields.ts';
import { nameRequest } from '../../../central/intake/answer-once.ts';
import { createTokenBuckets } from '../../../central/producers/token-buckets.ts';
import { IncomingEvidence } from '../../../contract/import.ts';
import { IntakeHeaders } from '../../../contract/intake.ts';

const fieldsOf = (value: unknown): string[] => {
  const parsed = IncomingEvidence.safeParse(value);
  return parsed.success ? [] : fieldErrors(parsed.error, 'evidence.3').map(({ field }) => field);
};

describe('fields of what came in', () => {
  test('of several forms, the one that fits best is told', () => {
    expect(fieldsOf({ key: 'a', document: { kind: 'report' }, graphic: 'no' })).toEqual([
      'evidence.3.graphic',
    ]);
    const image = { key: 'a', kind: 'image', mediaType: 'image/png' };
    expect(fieldsOf({ ...image, content: '%' })).toEqual(['evidence.3.content']);
    expect(fieldsOf({ ...image, digest: 'short' })).toEqual(['evidence.3.digest']);
    expect(fieldsOf(null)).toEqual(['evidence.3']);
  });

  test.each([
    ['evidence.0.key: post is there twice', 'evidence.0.key', 'post is there twice'],
    ['evidence.0.document.: Invalid: all of it', 'evidence.0.document', 'Invalid: all of it'],
    ['no field at all', 'body', 'no field at all'],
    ['queue: \ud800', 'queue', '\ufffd'],
  ])('%j names its field', (reason, field, message) => {
    expect(fieldErrorOf(reason)).toEqual({ field, message });
  });
});

describe('a request with an Idempotency-Key', () => {
  const print = (body: unknown, route = 'cases') =>
    nameRequest('p', route, 'key', body)?.fingerprint.toString('hex');

  test('is the same whatever the order of its fields, and another for another value, order of items or route', () => {
    const body = { a: 1, b: [1, { c: 2, d: 3 }] };
    expect(print({ b: [1, { d: 3, c: 2 }], a: 1 })).toBe(print(body));
    for (const other of [{ a: 1 }, { ...body, b: [{ c: 2, d: 3 }, 1] }, { ...body, a: '1' }]) {
      expect(print(other)).not.toBe(print(body));
    }
    expect(print(body, 'reports')).not.toBe(print(body));
  });

  test('without one nothing is compared; one that is no key is refused', () => {
    expect(nameRequest('p', 'cases', undefined, {})).toBeNull();
    for (const key of ['', ' ', 'a b', 'ключ', 'x'.repeat(201)]) {
      expect(IntakeHeaders.safeParse({ 'idempotency-key': key }).success, key).toBe(false);
    }
  });
});

describe('token buckets', () => {
  test('over any minute no more than a minute and a quarter is let through, and waiting as told is enough', () => {
    let now = 0;
    const buckets = createTokenBuckets(() => now);
    let taken = 0;
    for (now = 0; now < 60_000; now += 50) if (buckets.take('a', 120) === 0) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(120);
    expect(taken).toBeLessThanOrEqual(150);
    while (buckets.take('a', 120) === 0);
    const waitMs = buckets.take('a', 120);
    expect(waitMs).toBeGreaterThan(0);
    now += waitMs;
    expect(buckets.take('a', 120)).toBe(0);
    expect(buckets.take('b', 1)).toBe(0);
    expect(buckets.take('b', 1)).toBe(60_000);
  });
});
