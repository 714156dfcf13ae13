import { expect, test } from 'vitest';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRotatingFile } from '../../electron/loopback/log.ts';
import { parseOptions } from '../../electron/loopback/options.ts';

const good = ['--central', 'http://127.0.0.1:8787', '--data', '/tmp/d', '--renderer', '/tmp/r'];

test('options are parsed once, with their defaults', () => {
  expect(parseOptions(good)).toEqual({
    central: 'http://127.0.0.1:8787',
    data: '/tmp/d',
    renderer: '/tmp/r',
    port: 0,
    demo: false,
  });
  expect(parseOptions([...good, '--port', '65535', '--demo'])).toMatchObject({ port: 65_535, demo: true });
});

test.each([
  [[], /--central .*; --data must name a folder; --renderer must name a folder/],
  [[...good, '--port', '65536'], /--port must be a port/],
  [[...good, '--port', '-1'], /port/],
  [[...good, '--port', '1e3'], /--port must be a port/],
  [[...good.slice(2), '--central', 'ftp://x'], /--central must be an http or https address/],
  [[...good.slice(2), '--central', 'http://a:b@x'], /--central must not carry a name or a password/],
  [[...good, '--unknown'], /--unknown/],
])('%j is refused by the name of what is wrong', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(sentence);
});

test('the log is set aside when it is full, and only so many old ones are kept', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docket-log-'));
  const file = createRotatingFile(join(dir, 'x.log'), 10, 2);
  for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n']) file.write(line);
  file.close();
  expect(readdirSync(dir).toSorted()).toEqual(['x.log', 'x.log.1', 'x.log.2']);
  expect(readFileSync(join(dir, 'x.log.1'), 'utf8')).toBe('third\n');
  rmSync(dir, { recursive: true });
});
