/** The producer's guide is true: every example is sent, in its order, and answered as it says. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentral, type TestCentral } from '../../support/central.ts';

const guide = readFileSync(new URL('../../../docs/intake.md', import.meta.url), 'utf8');
const examples = [...guide.matchAll(/```sh\n(curl [^`]+)```\n+```json\n([^`]+)```/g)].map(
  ([, command = '', answer = '']) => ({ command, answer }),
);

/** As curl would read it: one address, headers, and a body between single quotes. */
function readCurl(command: string) {
  const path = /^curl "\$DOCKET([^"]+)"/.exec(command)?.[1] ?? '';
  const headers = [...command.matchAll(/-H ['"]([^:'"]+): ([^'"]+)['"]/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const body = / -d '([^']+)'\s*$/.exec(command)?.[1] ?? '';
  return { path, headers: Object.fromEntries(headers) as Record<string, string>, body };
}

/** Ids and numbers are given anew in every store; that they are the same ones throughout is kept. */
function withNames(value: unknown): unknown {
  const names = new Map<string, string>();
  return JSON.parse(JSON.stringify(value), (key, part: unknown) => {
    if (key !== 'caseId' && key !== 'reference') return part;
    names.set(String(part), names.get(String(part)) ?? `${key} ${names.size}`);
    return names.get(String(part));
  });
}

let server: TestCentral;
beforeAll(async () => {
  server = await startCentral({ kind: 'PGlite' });
});
afterAll(() => server?.close());

test('every example of the guide is answered as it stands there', async () => {
  const key = await server.addProducer({ sources: ['detection', 'report'] });
  const answers: unknown[] = [];
  for (const { command } of examples) {
    const { path, headers, body } = readCurl(command);
    const authorization = headers['Authorization']?.replace('$KEY', key) ?? '';
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...headers, Authorization: authorization },
      body,
    });
    expect([path, response.status]).toEqual([path, 200]);
    answers.push(await response.json());
  }
  const written = examples.map(({ answer }): unknown => JSON.parse(answer));
  expect(withNames(answers)).toEqual(withNames(written));
  expect(guide.match(/curl /g)).toHaveLength(examples.length);
  expect(examples).toHaveLength(4);
});
