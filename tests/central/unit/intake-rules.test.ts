import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { evidenceDigestOf } from '../../../central/intake/evidence-digest.ts';
import { priorityOf } from '../../../central/intake/priority.ts';
import { restrictDocument } from '../../../central/intake/restrict-document.ts';
import { Profile } from '../../../contract/evidence.ts';

describe('priority', () => {
  const base = { risk: 0.5, reports: 0, strikes: 0, dueInMinutes: 240 };

  test('lies between 0 and 1000, and the band follows the score', () => {
    expect(priorityOf({ risk: 0, reports: 0, strikes: 0, dueInMinutes: null })).toEqual({
      score: 0,
      band: 'P3',
    });
    const most = priorityOf({ risk: 1, reports: 1e9, strikes: 1e9, dueInMinutes: -60 });
    expect(most.score).toBeLessThanOrEqual(1000);
    expect(most.band).toBe('P1');
  });

  test('rises with risk, reports, strikes and nearness', () => {
    const { score } = priorityOf(base);
    for (const change of [{ risk: 0.6 }, { reports: 1 }, { strikes: 1 }, { dueInMinutes: 10 }]) {
      expect(priorityOf({ ...base, ...change }).score).toBeGreaterThan(score);
    }
  });

  test('lateness counts as being due, and no known risk as one half', () => {
    expect(priorityOf({ ...base, dueInMinutes: -500 })).toEqual(priorityOf({ ...base, dueInMinutes: 0 }));
    expect(priorityOf({ ...base, risk: null })).toEqual(priorityOf(base));
  });
});

describe('D11: the evidence digest', () => {
  const item = { kind: 'job-post', material: true, digest: 'a'.repeat(64) };
  const history = { kind: 'history', material: false, digest: 'b'.repeat(64) };

  test('covers material items, in any order, and nothing else', () => {
    const other = { ...item, kind: 'profile' };
    expect(evidenceDigestOf([item, other])).toBe(evidenceDigestOf([history, other, item]));
    expect(evidenceDigestOf([item])).not.toBe(evidenceDigestOf([item, other]));
    expect(evidenceDigestOf([item])).not.toBe(evidenceDigestOf([{ ...item, digest: 'c'.repeat(64) }]));
    expect(evidenceDigestOf([item])).not.toBe(evidenceDigestOf([item, item]));
  });
});

describe('P2: the form without sensitive fields', () => {
  const profile = Profile.parse({
    kind: 'profile',
    account: { id: 'a', label: 'A' },
    memberSince: '2026-01-01T00:00:00.000Z',
    about: 'about me',
    claims: [{ field: 'Born', claimed: '1 May', verified: null, status: 'unverified' }],
  });

  test('blanks what is named and keeps the rest', () => {
    const restricted = restrictDocument(profile, ['/claims/0/claimed', '/about']);
    expect(restricted).toMatchObject({ about: '—', claims: [{ field: 'Born', claimed: '—' }] });
    expect(JSON.stringify(restricted)).not.toMatch(/1 May|about me/);
    expect(profile.about).toBe('about me');
  });

  test.each([
    ['/nowhere'],
    ['/claims/3/claimed'],
    ['/memberSince'],
    ['/claims/0/status'],
    ['/kind'],
    ['/__proto__/x'],
  ])('%s cannot be left out, so the document is not taken in', (pointer) =>
    expect(restrictDocument(profile, [pointer])).toBeNull(),
  );
});

test('the examples of docs/routing.md are what the formula says', async () => {
  const page = await readFile(new URL('../../../docs/routing.md', import.meta.url), 'utf8');
  const rows = [
    ...page.matchAll(/^\| (none|[\d.]+) \| (\d+) \| (\d+) \| (\d+) min \| ([\d.]+) \| (P\d) \|$/gm),
  ];
  expect(rows).toHaveLength(5);
  for (const [, risk, reports, strikes, due, score, band] of rows) {
    const found = priorityOf({
      risk: risk === 'none' ? null : Number(risk),
      reports: Number(reports),
      strikes: Number(strikes),
      dueInMinutes: Number(due),
    });
    expect(found).toEqual({ score: Number(score), band });
  }
});
