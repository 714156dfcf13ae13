import { describe, expect, test } from 'vitest';
import { detect, scoreOf } from '../../../central/detector/detect.ts';
import { rules } from '../../../central/detector/rules.ts';
import type { TextKind } from '../../../central/detector/rules.ts';

const fired = (kind: TextKind, text: string) =>
  Object.fromEntries(
    detect(kind, [{ item: 'post', field: '/title', text }]).signals.map((signal) => [
      signal.id,
      signal.spans.map(({ start, end }) => text.slice(start, end)),
    ]),
  );

describe('what fires, and where', () => {
  test.each<[TextKind, string, string, string]>([
    ['job-post', 'A refundable deposit of $120 covers it.', 'fee-asked', 'refundable deposit of $1'],
    ['message', 'Please send the deposit first.', 'fee-asked', 'send the deposit'],
    ['message', 'Write me on WhatsApp today', 'off-platform', 'WhatsApp'],
    ['job-post', 'Please do not reply here.', 'off-platform', 'do not reply here'],
    ['message', 'mail jobs@example.org now', 'contact-details', 'jobs@example.org'],
    ['message', 'call +34 600 010 987 today', 'contact-details', '+34 600 010 987'],
    ['message', 'our desk is @hiring-desk there', 'handle', '@hiring-desk'],
    ['job-post', 'forward the rest by wire transfer', 'payment-lure', 'wire transfer'],
    ['job-post', 'send your routing number', 'bank-data', 'routing number'],
    ['job-post', 'Data entry at home, $45 per hour', 'pay-above-market', '$45 per hour'],
    ['job-post', 'You can start today.', 'urgency', 'start today'],
    ['message', 'You have won a phone', 'prize', 'You have won'],
    ['message', 'Call 09064012160 now', 'premium-number', '09064012160'],
    ['job-post', 'please write my essay', 'academic-work', 'write my essay'],
  ])('%s “%s” fires %s on “%s”', (kind, text, id, words) => {
    expect(fired(kind, text)[id]?.join(' ')).toContain(words);
  });

  test.each<[TextKind, string]>([
    ['job-post', 'We are looking for a carpenter with five years of experience in old houses.'],
    ['job-post', 'There are absolutely no start up fees and no training fee.'],
    ['job-post', 'A senior engineer is paid $90 per hour.'],
    ['message', 'Thank you, I will send the second draft on Thursday.'],
    ['message', 'Sizes are given in µm and Ω.'],
  ])('%s “%s” fires nothing', (kind, text) => {
    expect(fired(kind, text)).toEqual({});
  });
});

describe('disguises', () => {
  test('look-alike letters and hidden characters are read through, and spans point into the text as written', () => {
    const text = 'Write on Te\u200bl\u0435gram, s\u0435nd the d\u0435posit';
    const found = fired('message', text);
    expect(found['off-platform']).toEqual(['Te\u200bl\u0435gram']);
    expect(found['fee-asked']).toEqual(['s\u0435nd the d\u0435posit']);
    expect(found['look-alike']).toEqual(['Te\u200bl\u0435gram', 's\u0435nd', 'd\u0435posit']);
  });

  test('text of one script is no disguise', () => {
    expect(
      fired('message', 'Добрый день, спасибо. Γειά σου. Donau\u00addampf')['look-alike'],
    ).toBeUndefined();
  });
});

describe('score', () => {
  test('is 1 - Π(1 - weight), each signal once', () => {
    expect(scoreOf([])).toBe(0);
    expect(scoreOf([0.5])).toBe(0.5);
    expect(scoreOf([0.5, 0.4])).toBe(0.7);
    const once = detect('message', [{ item: 'a', field: '', text: 'You have won' }]);
    const twice = detect('message', [{ item: 'a', field: '', text: 'You have won. You have won' }]);
    expect(twice.score).toBe(once.score);
  });

  test('a told signal counts without a span', () => {
    const result = detect('job-post', [{ item: 'a', field: '', text: 'Carpenter' }], ['duplicate-text']);
    expect(result).toMatchObject({ score: 0.35, signals: [{ id: 'duplicate-text', spans: [] }] });
  });

  test('every rule has a weight between 0 and 1, a reason, and an id of its own', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.weight, rule.id).toBeGreaterThan(0);
      expect(rule.weight, rule.id).toBeLessThan(1);
      expect(rule.reason, rule.id).not.toBe('');
    }
  });
});

describe('fault 32: a line of 1 MB', () => {
  const units = [
    'a',
    'а',
    'a@',
    '@a',
    '1 2 3 ',
    '£5 - ',
    'txt a ',
    'send pay the ',
    'no no no ',
    'a\u200b',
    '\u200b',
    'free phone ',
    'data entry $9 ',
    '\u0301',
    '"',
    'a.',
    '#EMAIL_',
  ];
  test.each(units)('of %j takes time in proportion', (unit) => {
    const time = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const began = performance.now();
      for (const kind of ['job-post', 'message'] as const) detect(kind, [{ item: 'a', field: '', text }]);
      return performance.now() - began;
    };
    time(10_000);
    const small = Math.max(time(125_000), 8);
    // Eight times the length. Quadratic time would be 64 times as much; a busy machine may need another try.
    const bound = small * 32;
    let best = time(1_000_000);
    for (let tries = 1; tries < 4 && best >= bound; tries += 1) best = Math.min(best, time(1_000_000));
    expect(best).toBeLessThan(bound);
  });
});
