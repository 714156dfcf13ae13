import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../central/demo/seeded-random.ts';
import { nearDuplicateDigest } from '../../../central/detector/near-duplicate.ts';

const random = seededRandom(3);
const word = () => `w${Math.floor(random() * 5000).toString(36)}x`.replace(/\d/g, 'q');
const words = (count: number) => Array.from({ length: count }, word);

describe('near-duplicate digest', () => {
  const post =
    'We are seeking motivated people for data entry at home. No experience is needed and you start today. Pay is $45 per hour plus bonus.';

  test('levels case, spacing, punctuation, figures, look-alike letters and masked addresses', () => {
    const same = [
      post.toUpperCase(),
      post.replace('$45', '$47'),
      post.replaceAll(' ', '\u00a0 '),
      post.replace('seeking', 'se\u0435king'),
      post.replace('. No', ' — no'),
    ];
    for (const other of same) expect(nearDuplicateDigest(other), other).toBe(nearDuplicateDigest(post));
    const masked = (hash: string) =>
      `Write to #EMAIL_${hash}# and tell us who you are and when you can start`;
    expect(nearDuplicateDigest(masked('0123456789abcdef'))).toBe(
      nearDuplicateDigest(masked('fedcba9876543210')),
    );
  });

  test('one word changed in 150: at least four copies in five keep the digest', () => {
    let kept = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      const text = words(150);
      const edited = text.with(Math.floor(random() * 150), word());
      if (nearDuplicateDigest(text.join(' ')) === nearDuplicateDigest(edited.join(' '))) kept += 1;
    }
    expect(kept).toBeGreaterThanOrEqual(80);
  });

  test('texts that share a third of their words keep apart', () => {
    const boilerplate = words(50);
    const digests = Array.from({ length: 100 }, () =>
      nearDuplicateDigest([...boilerplate, ...words(100)].join(' ')),
    );
    expect(new Set(digests).size).toBeGreaterThan(90);
  });

  test('short text matches only when it is equal once levelled, very short text never', () => {
    expect(nearDuplicateDigest('Call me when you can')).toBe(nearDuplicateDigest('call me, when you can!'));
    expect(nearDuplicateDigest('Call me when you can')).not.toBe(nearDuplicateDigest('Call me when he can'));
    expect(nearDuplicateDigest('ok thanks')).toBeNull();
  });

  test('has the form that the contract asks for', () => {
    expect(nearDuplicateDigest(post)).toMatch(/^[0-9a-f]{16,64}$/);
  });
});
