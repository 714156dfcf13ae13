import { afterEach, expect, test } from 'vitest';
import { describeEnd, startChild, type Child } from '../../build/start/child.ts';

const children: Child[] = [];
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()));
});

function childThat(script: string): Child {
  const child = startChild({ name: 'part', file: process.execPath, args: ['-e', script] });
  children.push(child);
  return child;
}

const UNTIL_THE_PIPE_ENDS = `process.stdin.resume().on('end', () => process.exit(0));`;

test('a child is ready with the JSON after its ready words', async () => {
  const child = childThat(`${UNTIL_THE_PIPE_ENDS} console.log('warming up\\npart ready {"url":"x"}')`);
  expect(await child.ready).toEqual({ url: 'x' });
});

test('a child is told of the pipe, and ends when it is stopped', async () => {
  const child = childThat(
    `${UNTIL_THE_PIPE_ENDS} process.on('SIGTERM', () => {}); console.log('part ready ' + process.env.DOCKET_PARENT_PIPE)`,
  );
  expect(await child.ready).toBe(1);
  await child.stop();
  expect(await child.ended).toMatchObject({ code: 0, signal: null });
});

test('a child that dies before it is ready says why', async () => {
  const child = childThat(`console.error('first'); console.error('the disk is full'); process.exit(3)`);
  await expect(child.ready).rejects.toThrow(
    'The part process ended with code 3; its last words: the disk is full.',
  );
});

test('a program that is not there ends rather than throws', async () => {
  const child = startChild({ name: 'part', file: '/nowhere/at-all', args: [] });
  expect(describeEnd('part', await child.ended)).toMatch(/code 127.*ENOENT/);
  await expect(child.ready).rejects.toThrow(/ENOENT/);
});
