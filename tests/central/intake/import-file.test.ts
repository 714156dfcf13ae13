import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile, sumLine } from '../../../central/intake/import-file.ts';
import type { ImportKind } from '../../../central/intake/import-rows.ts';
import { openIntakeStore, storeKinds } from './intake-store.ts';
import type { IntakeStore } from './intake-store.ts';

async function* text(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
const demo = (name: string) =>
  createReadStream(new URL(`../../../central/demo/data/${name}`, import.meta.url));

describe.each(storeKinds)('%s', (storeKind) => {
  let deps: IntakeStore;
  beforeAll(async () => {
    deps = await openIntakeStore(storeKind);
  });
  afterAll(() => deps?.close());

  const bring = async (kind: ImportKind, source: AsyncIterable<Uint8Array>) => {
    const rejected: [number, string][] = [];
    const sum = await importFile(deps, {
      kind,
      source,
      catalogue: deps.catalogue,
      onRejected: (line, reason) => rejected.push([line, reason]),
    });
    return { sum, rejected, line: sumLine(sum) };
  };

  test('real rows go in; the same file twice adds nothing', async () => {
    expect((await bring('job-posts', demo('job-posts.csv'))).line).toBe(
      'imported 55, already there 0, rejected 0',
    );
    expect((await bring('job-posts', demo('job-posts.csv'))).line).toBe(
      'imported 0, already there 55, rejected 0',
    );
    expect((await bring('messages', demo('messages.tsv'))).line).toBe(
      'imported 39, already there 0, rejected 0',
    );
    expect((await bring('messages', demo('messages.tsv'))).line).toBe(
      'imported 0, already there 39, rejected 0',
    );
  });

  test('a row twice in one file is already there; the sum is every data row', async () => {
    const content =
      'title,description,fraudulent\nPotter,Make pots,0\nPotter,Make pots,1\nPotter,,0\nPotter,Make cups,0\n';
    const { sum, rejected } = await bring('job-posts', text(content));
    expect(sum).toEqual({ imported: 2, alreadyThere: 1, rejected: 1 });
    expect(rejected).toEqual([[4, 'description is empty']]);
  });

  test('what fails only at intake is told with its line, too', async () => {
    const line = (externalId: string, change: object = {}) =>
      JSON.stringify({
        externalId,
        source: 'report',
        title: 'A case',
        subject: { type: 'account', id: 'a', label: 'A' },
        evidence: [{ key: 'history', document: { kind: 'history', entries: [] } }],
        ...change,
      });
    const { sum, rejected } = await bring(
      'cases',
      text(
        [
          line('one'),
          line('two', { queue: 'nowhere' }),
          line('three', { evidence: [{ key: 'a', document: { kind: 'history' } }] }),
          line('four'),
        ].join('\n'),
      ),
    );
    expect(sum).toEqual({ imported: 2, alreadyThere: 0, rejected: 2 });
    expect(rejected).toEqual([
      [2, expect.stringContaining('queue')],
      [3, expect.stringContaining('evidence.0.document.entries')],
    ]);
  });

  test('the golden answer is in its own column and nowhere else', async () => {
    const { rows } = await deps.store.query<Record<string, unknown>>(
      `select c.*, null as golden, c.golden is not null as known from case_file c where producer like 'import:%s'`,
    );
    expect(rows.filter((row) => row['known'])).not.toHaveLength(0);
    expect(JSON.stringify(rows)).not.toMatch(/fraudulent|label column|"violation"|no-violation/);
    const audit = await deps.store.query('select details from audit_event');
    expect(JSON.stringify(audit.rows)).not.toMatch(/fraudulent|golden|violation/);
    const contents = await deps.store.query<{ text: string }>(
      `select convert_from(inline, 'UTF8') as text from evidence_content where inline is not null`,
    );
    for (const { text: content } of contents.rows)
      expect(content).not.toMatch(/fraudulent|golden|label column/);
  });
});
