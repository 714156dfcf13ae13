import { expect, test } from 'vitest';
import { codePoints, findSuspicions } from '../../../renderer/text/suspicious.ts';

const kinds = (text: string) => findSuspicions(text).map(({ kind, start, end }) => [kind, start, end]);

test('Security 15: a bidirectional override is marked where it stands', () => {
  expect(kinds('invoice\u202Efdp.exe')).toEqual([['bidi-control', 7, 8]]);
});

test('Security 15: neighbouring invisible characters are one mark', () => {
  expect(kinds('pay\u200B\u200B\u2060now')).toEqual([['invisible', 3, 6]]);
});

test('Security 15: a Cyrillic letter in a Latin word is marked with what it passes for', () => {
  expect(findSuspicions('@hir\u0456ng-desk')).toEqual([{ kind: 'look-alike', start: 4, end: 5, reads: 'i' }]);
});

test('Security 15: a Latin letter in a Cyrillic word is the stranger', () => {
  expect(kinds('при\u0061ет')).toEqual([['look-alike', 3, 4]]);
});

test('Security 15: an invisible character does not split a word, so its look-alikes are still found', () => {
  expect(kinds('h\u200B\u0456ring')).toEqual([
    ['invisible', 1, 2],
    ['look-alike', 2, 3],
  ]);
});

test.each([
  ['a Russian sentence', 'Добрый день, ищу работу'],
  ['a Greek word beside a Latin one', 'the λόγος word'],
  ['an emoji family held by joiners', 'team 👩‍👩‍👧 and ❤️‍🔥'],
  ['Persian with its non-joiner', 'می‌خواهم'],
  ['accents written as combining marks', 'cafe\u0301 nin\u0303o'],
  ['Japanese with Latin', '東京Tower で'],
  ['plain English with dashes and currency', '“Pay” — $45/h … naïve café €5'],
])('what is ordinary stays unmarked: %s', (_, text) => {
  expect(findSuspicions(text)).toEqual([]);
});

test('styled letters are one mark that says the plain word', () => {
  expect(findSuspicions('send 𝐜𝐚𝐬𝐡')).toEqual([{ kind: 'styled-letter', start: 5, end: 13, reads: 'cash' }]);
});

test('a joiner between plain letters is invisible, not spelling', () => {
  expect(kinds('what\u200Dsapp')).toEqual([['invisible', 4, 5]]);
});

test('fault 32: 5,000 combining marks on one letter are one mark that leaves the first four', () => {
  expect(kinds(`e${'\u0301'.repeat(5000)}x`)).toEqual([['combining-stack', 5, 5001]]);
});

test('fault 32: 1 MB of suspicious text is read in linear time', () => {
  const small = 'h\u0456ring \u202E'.repeat(2000);
  const took = (text: string) => {
    const from = performance.now();
    findSuspicions(text);
    return performance.now() - from;
  };
  took(small);
  const one = Math.max(took(small), 0.5);
  expect(took(small.repeat(20))).toBeLessThan(one * 20 * 8);
});

test('code points are named as people look them up', () => {
  expect(codePoints('\u0456')).toBe('U+0456');
  expect(codePoints('\u{E0041}\u200B\u200B\u200B')).toBe('U+E0041 U+200B U+200B …');
});
