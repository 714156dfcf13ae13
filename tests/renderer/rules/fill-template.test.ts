import { expect, test } from 'vitest';
import { Template } from '../../../contract/catalogue.ts';
import { fillTemplate } from '../../../contract/message-from-template.ts';
import { languageOf, templatesFor, unfilled } from '../../../renderer/rules/fill-template.ts';

const values = {
  subjectLabel: 'Data entry',
  policyTitles: 'Fees, Spam',
  caseReference: 'JP-1',
  actionLabels: 'Remove post',
};
const template = (id: string, languages: readonly string[], policies: readonly string[] = []) =>
  Template.parse({
    id,
    label: id,
    policies,
    texts: Object.fromEntries(languages.map((language) => [language, { subject: '', body: language }])),
  });

test('placeholders are filled from the case', () => {
  expect(fillTemplate('{{caseReference}}: {{ subjectLabel }} ({{policyTitles}})', values)).toBe(
    'JP-1: Data entry (Fees, Spam)',
  );
});

test('what a customer wrote is inserted as it is, never read as a placeholder or a pattern', () => {
  expect(fillTemplate('“{{subjectLabel}}”', { ...values, subjectLabel: '{{policyTitles}} $& $1' })).toBe(
    '“{{policyTitles}} $& $1”',
  );
});

test('unknown placeholders stay and are found, also the names of what objects inherit', () => {
  const filled = fillTemplate('{{firstName}} {{constructor}} {{caseReference}}', values);
  expect(filled).toBe('{{firstName}} {{constructor}} JP-1');
  expect(unfilled(filled)).toEqual(['{{firstName}}', '{{constructor}}']);
});

test.each([
  ['pt-BR', ['en', 'pt-BR', 'pt'], 'pt-BR'],
  ['pt-BR', ['en', 'pt'], 'pt'],
  ['pt', ['en', 'pt-PT'], 'pt-PT'],
  ['ja', ['de', 'en'], 'en'],
  ['ja', ['de'], 'de'],
  [null, ['de', 'en'], 'en'],
] as const)('a customer who reads %s gets of %j the one in %s', (wanted, available, expected) => {
  expect(languageOf(template('t', available), wanted, 'en')).toBe(expected);
});

test('templates for the chosen policies come first, those for other policies last', () => {
  const all = [
    template('other', ['en'], ['spam']),
    template('general', ['en']),
    template('fees', ['en'], ['fee']),
  ];
  expect(templatesFor(all, ['fee']).map(({ id }) => id)).toEqual(['fees', 'general', 'other']);
});
