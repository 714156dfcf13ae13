import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importRows } from '../../../central/intake/import-rows.ts';
import type { ImportKind, ImportRow } from '../../../central/intake/import-rows.ts';
import { EvidenceDocument } from '../../../contract/evidence.ts';
import { IncomingCase } from '../../../contract/import.ts';
import { collect } from '../../support/collect.ts';

const now = new Date('2026-11-23T08:00:00.000Z');
const rows = (kind: ImportKind, content: string): Promise<ImportRow[]> =>
  collect(importRows(kind, bytes(content), now));
async function* bytes(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
const made = (row: ImportRow | undefined): IncomingCase => {
  if (!row?.ok) throw new Error(row?.reason ?? 'no row');
  return row.case;
};
type Json = ReturnType<typeof JSON.parse>;
const documents = (incoming: IncomingCase): Json[] =>
  incoming.evidence.map((item) => ('document' in item ? item.document : {}));

const columns =
  'title,location,department,salary_range,company_profile,description,requirements,benefits,telecommuting,has_company_logo,has_questions,employment_type,required_experience,required_education,industry,function,fraudulent';
const row = (label = '1') =>
  `Clerk,"US, NY, ",Office,100-200,We are Acme &amp; Sons.,No experience needed.Write on WhatsApp,A chair,Tea,1,0,1,Full-time,Entry level,High School,Retail,Sales,${label}`;

describe('job posts', () => {
  test('a row becomes a case with post, company and detection', async () => {
    const [first] = await rows('job-posts', `${columns}\n${row()}\n`);
    const incoming = made(first);
    expect(IncomingCase.parse(incoming)).toMatchObject({
      source: 'detection',
      title: 'Clerk',
      subject: { type: 'job-post', label: 'Clerk' },
      golden: { outcome: 'violation' },
    });
    const [post, company, detection] = documents(incoming);
    expect(post).toMatchObject({
      kind: 'job-post',
      location: 'US, NY',
      employment: 'Full-time',
      pay: '100-200',
      sections: [
        { name: 'description', text: 'No experience needed.\nWrite on WhatsApp' },
        { name: 'requirements', text: 'A chair' },
        { name: 'benefits', text: 'Tea' },
      ],
    });
    expect(company).toMatchObject({ kind: 'profile', about: 'We are Acme & Sons.' });
    expect(company?.['claims'].every((claim: { status: string }) => claim.status === 'unverified')).toBe(
      true,
    );
    expect(detection?.['signals'].map((signal: { id: string }) => signal.id)).toContain('off-platform');
  });

  test('spans point at the words that fired', async () => {
    const [first] = await rows('job-posts', `${columns}\n${row()}\n`);
    const [post, , detection] = documents(made(first));
    const signal = detection?.['signals'].find((each: { id: string }) => each.id === 'off-platform');
    const [span] = signal.spans;
    expect(span).toMatchObject({ evidenceId: 'post', field: '/sections/0/text' });
    expect(post?.['sections'][0].text.slice(span.start, span.end)).toBe('WhatsApp');
  });

  test('the label column becomes the golden answer and changes nothing else', async () => {
    const [bad] = await rows('job-posts', `${columns}\n${row('1')}\n`);
    const [good] = await rows('job-posts', `${columns}\n${row('0')}\n`);
    expect(made(bad).golden?.outcome).toBe('violation');
    expect(made(good).golden?.outcome).toBe('no-violation');
    expect({ ...made(bad), golden: null }).toEqual({ ...made(good), golden: null });
    const shown = JSON.stringify({ ...made(bad), golden: null });
    expect(shown).not.toMatch(/fraudulent|golden":\{|violation"/);
  });

  test('columns in another order and without the optional ones are fine; unknown ones are left aside', async () => {
    const [first] = await rows('job-posts', 'extra,Fraudulent,description,title\nx,t,Mend shoes,Cobbler\n');
    expect(made(first)).toMatchObject({ title: 'Cobbler', golden: { outcome: 'violation' } });
    expect(documents(made(first)).map((document) => document['kind'])).toEqual(['job-post', 'detection']);
    expect(JSON.stringify(documents(made(first)))).not.toContain('no-company');
  });

  test.each([
    ['title,location\na,b\n', /missing required columns: description, fraudulent/],
    ['', /empty/],
    ['title,title,description,fraudulent\n', /title is there twice/],
  ])('%j is one clear error', async (content, message) => {
    await expect(rows('job-posts', content)).rejects.toThrow(message);
  });

  test('a bad row is told by its line and its reason, the others go in', async () => {
    const content = [
      'title,description,fraudulent',
      'Baker,Bake bread,0',
      'Baker,Bake bread',
      'Baker,Bake bread,maybe',
      ',Bake bread,0',
      'Baker,"  ",0',
      'Baker,"two',
      'lines",1',
      'Bad\0,Bake bread,0',
      `${'x'.repeat(301)},Bake bread,0`,
      'Last,Bake more bread,1',
    ].join('\n');
    const result = await rows('job-posts', content);
    expect(result.filter((each) => !each.ok).map((each) => [each.line, each.ok ? '' : each.reason])).toEqual([
      [3, 'has 2 columns where the header has 3'],
      [4, 'fraudulent must be 0 or 1, not “maybe”'],
      [5, 'title is empty'],
      [6, 'description is empty'],
      [9, 'title holds NUL'],
      [10, 'title is longer than 300 characters'],
    ]);
    expect(result.filter((each) => each.ok).map((each) => each.line)).toEqual([2, 7, 11]);
  });

  test('the same content has the same id, wherever its columns stand', async () => {
    const [a] = await rows('job-posts', 'title,description,fraudulent\nBaker,Bake bread,0\n');
    const [b] = await rows('job-posts', 'fraudulent,benefits,title,description\n1,,Baker,Bake bread\n');
    const [c] = await rows('job-posts', 'title,description,fraudulent\nBaker,Bake buns,0\n');
    expect(made(a).externalId).toBe(made(b).externalId);
    expect(made(a).externalId).not.toBe(made(c).externalId);
  });

  test('a copy met before in the file is said to be one', async () => {
    const text = 'We pack small boxes in our workshop by the river from eight until four on weekdays';
    const content = `title,description,fraudulent\nPacker,${text},0\nBox packer,${text.toUpperCase()},0\n`;
    const [first, second] = await rows('job-posts', content);
    expect(made(first).summary).not.toContain('same text');
    expect(made(second).summary).toContain('duplicate-text');
  });
});

describe('messages', () => {
  test('one flagged message from an unknown sender, nothing invented', async () => {
    const [first] = await rows('messages', 'label\ttext\nspam\tYou have won "a\tprize\r\n');
    const incoming = made(first);
    expect(incoming.title).toBe('Message: “You have won "a prize”');
    const [thread, detection] = documents(incoming);
    expect(thread?.['messages']).toMatchObject([{ text: 'You have won "a\tprize', flagged: true, at: null }]);
    expect(detection).toMatchObject({ kind: 'detection' });
    expect(incoming.golden).toMatchObject({ outcome: 'violation' });
  });

  test('the label changes nothing but the golden answer', async () => {
    const [spam] = await rows('messages', 'spam\tSee you at the workshop tomorrow\n');
    const [ham] = await rows('messages', 'ham\tSee you at the workshop tomorrow\n');
    expect({ ...made(spam), golden: null }).toEqual({ ...made(ham), golden: null });
    expect(JSON.stringify({ ...made(spam), golden: null })).not.toMatch(/\b(?:spam|ham)\b/);
  });

  test('bad lines are told, the others go in', async () => {
    const result = await rows(
      'messages',
      'label\ttext\nspam\tone two\nno tab here\neggs\ttext\nham\t \nham\tthree\n',
    );
    expect(result.map((each) => [each.line, each.ok || each.reason])).toEqual([
      [2, true],
      [3, 'has no tab between label and text'],
      [4, 'label must be ham or spam, not “eggs”'],
      [5, 'text is empty'],
      [6, true],
    ]);
  });

  test('another kind of file is refused as a whole', async () => {
    await expect(rows('messages', 'title,description\na,b\n')).rejects.toThrow(/not messages/);
    await expect(rows('messages', '')).rejects.toThrow(/empty/);
  });
});

describe('cases', () => {
  const line = (change: object = {}) =>
    JSON.stringify({
      externalId: 'a',
      source: 'report',
      title: 'A case',
      subject: { type: 'account', id: 'a', label: 'A' },
      evidence: [{ key: 'history', document: { kind: 'history', entries: [] } }],
      ...change,
    });

  test('bad lines are told by field, the others go in', async () => {
    const content = [
      line(),
      '{"externalId":',
      line({ source: 'rumour' }),
      line({ title: 'x\ud800' }),
      '[1]',
      '',
      line(),
    ];
    const result = await rows('cases', content.join('\n'));
    expect(result.map((each) => each.ok)).toEqual([true, false, false, false, false, true]);
    expect(result.map((each) => (each.ok ? '' : each.reason))).toEqual([
      '',
      'is not JSON',
      expect.stringContaining('source'),
      expect.stringContaining('title'),
      expect.stringContaining('the line'),
      '',
    ]);
    expect(result.map((each) => each.line)).toEqual([1, 2, 3, 4, 5, 7]);
  });

  test('fault 28: nesting without end is a bad line', async () => {
    const deep = `{"evidence":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const [first, second] = await rows('cases', `${deep}\n${line()}`);
    expect([first?.ok, second?.ok]).toEqual([false, true]);
  });
});

test('every row of the demo becomes documents of the contract', async () => {
  for (const [kind, name] of [
    ['job-posts', 'job-posts.csv'],
    ['messages', 'messages.tsv'],
  ] as const) {
    const source = createReadStream(new URL(`../../../central/demo/data/${name}`, import.meta.url));
    for await (const each of importRows(kind, source, now)) {
      const id = '0196f0a0-0000-7000-8000-000000000000';
      for (const document of documents(made(each))) {
        const text = JSON.stringify(document).replaceAll(
          /"evidenceId":"(?:post|thread)"/g,
          `"evidenceId":"${id}"`,
        );
        expect(EvidenceDocument.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
      }
    }
  }
});
