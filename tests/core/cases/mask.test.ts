import { describe, expect, test } from 'vitest';
import { MASK, maskDocument } from '../../../electron/core/cases/mask.ts';
import { EvidenceDocument } from '../../../contract/evidence.ts';

const profile = EvidenceDocument.parse({
  kind: 'profile',
  account: { id: 'a', label: 'Ann' },
  about: 'long words that must not be counted',
  claims: [
    { field: 'name', claimed: 'Ann Smith', verified: 'A. Smith', status: 'different' },
    { field: 'a/b', claimed: 'x', verified: null, status: 'unverified' },
  ],
  memberSince: '2020-01-01T00:00:00.000Z',
});
const never = () => false;

describe('masking sensitive fields', () => {
  test('the mask has one length, whatever it covers', () => {
    const { document } = maskDocument(profile, ['/about', '/claims/1/claimed'], never);
    expect(document).toMatchObject({ about: MASK, claims: [{ claimed: 'Ann Smith' }, { claimed: MASK }] });
    expect(profile).toMatchObject({ about: 'long words that must not be counted' });
  });

  test('a covered object stays one that a viewer can draw, with nothing of it left', () => {
    const { document } = maskDocument(profile, ['/claims/0', '/memberSince'], never);
    expect(JSON.stringify(document)).not.toContain('Smith');
    expect(document).toMatchObject({ memberSince: '1970-01-01T00:00:00.000Z' });
  });

  test('revealed fields are as written, and only fields that exist are listed', () => {
    const { document, masked } = maskDocument(
      profile,
      ['/about', '/nothing', '/claims/9/claimed', '/claims/0/claimed'],
      (field) => field === '/about',
    );
    expect(masked).toEqual([
      { field: '/about', revealed: true },
      { field: '/claims/0/claimed', revealed: false },
    ]);
    expect(document).toMatchObject({ about: 'long words that must not be counted' });
  });

  test('a pointer never reaches a prototype', () => {
    const { document, masked } = maskDocument(profile, ['/__proto__/toString', '/constructor'], never);
    expect(masked).toEqual([]);
    expect(document).toBe(profile);
  });
});
