import { describe, expect, test } from 'vitest';
import {
  cleanText,
  decodeEntities,
  repairEncoding,
  restoreParagraphs,
  shorten,
  textFault,
} from '../../../central/intake/clean-text.ts';

describe('entities', () => {
  test.each([
    ['R&amp;D', 'R&D'],
    ['&lt;b&gt;', '<b>'],
    ['&#8217;&#x2019;', '’’'],
    ['&amp;lt;', '&lt;'],
    ['AT&T; &unknown;', 'AT&T; &unknown;'],
    ['&#0;&#xD800;&#x110000;', '&#0;&#xD800;&#x110000;'],
  ])('%s is %s', (source, text) => expect(decodeEntities(source)).toBe(text));
});

describe('broken encoding', () => {
  test.each([
    ['AIMâ€™s and AIM€™s', 'AIM’s and AIM’s'],
    ['€œquoted€\u009d', '“quoted”'],
    ['IT literate €“ experience', 'IT literate – experience'],
    ['€¢ one', '• one'],
    ['Â£500', '£500'],
    ['€500 and 20 €', '€500 and 20 €'],
    ['São Paulo, Ångström, naïve', 'São Paulo, Ångström, naïve'],
  ])('%s is %s', (source, text) => expect(repairEncoding(source)).toBe(text));
});

describe('lost line breaks', () => {
  test.each([
    ['maintain the site.Load the lists', 'maintain the site.\nLoad the lists'],
    ['SkillsThree years', 'Skills\nThree years'],
    ['We offer• Friends• Tea', 'We offer\n• Friends\n• Tea'],
    ['uses JavaScript and PowerPoint', 'uses JavaScript and PowerPoint'],
    ['AcmeWorks is big. AcmeWorks grows.', 'AcmeWorks is big. AcmeWorks grows.'],
    ['version 2.5 of e.g. Node.js', 'version 2.5 of e.g. Node.js'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ])('%j becomes %j', (source, text) => expect(restoreParagraphs(source)).toBe(text));

  test('no letter is added, lost or moved', () => {
    const source = 'RoleThe lead plans.Teams report· Lists· Tables.EndThe end';
    expect(cleanText(source).replace(/\s/g, '')).toBe(source.replace(/\s/g, ''));
  });
});

test('what cannot be stored is named', () => {
  expect(textFault('fine', 10)).toBeNull();
  expect(textFault('a\0b', 10)).toBe('holds NUL');
  expect(textFault('a\ud800b', 10)).toBe('holds a lone surrogate');
  expect(textFault('long', 3)).toBe('is longer than 3 characters');
});

test('shortening does not cut a character in two', () => {
  expect(shorten('abc😀def', 5)).toBe('abc…');
  expect(shorten('abc', 3)).toBe('abc');
});
