import { describe, expect, test } from 'vitest';
import { defaultDataFolder, parseOptions } from '../../build/start/options.ts';

function started(...args: readonly string[]) {
  const parsed = parseOptions(args, { XDG_DATA_HOME: '/data' }, 'linux');
  if (parsed.kind !== 'start') throw new Error(`not accepted: ${JSON.stringify(parsed)}`);
  return parsed.options;
}

describe('options of npm start', () => {
  test('nothing given: a demo in the platform’s data folder, any port, with a window', () => {
    expect(started()).toEqual({
      shell: undefined,
      central: undefined,
      data: '/data/docket-demo',
      port: 0,
      open: true,
      demo: {},
      quiet: false,
    });
  });

  test('everything given', () => {
    const args = [
      '--shell=loopback',
      '--central',
      'https://api.example/',
      '--data',
      '/d',
      '--port',
      '81',
      '--no-open',
    ];
    expect(started(...args)).toEqual({
      shell: 'loopback',
      central: 'https://api.example',
      data: '/d',
      port: 81,
      open: false,
      demo: {},
      quiet: false,
    });
  });

  test('the size of the demo is passed on', () => {
    expect(started('--reviewers', '300', '--cases=50000', '--seed', '0').demo).toEqual({
      reviewers: '300',
      cases: '50000',
      seed: '0',
    });
  });

  test.each([
    { args: ['--shell', 'browser'], named: '--shell' },
    { args: ['--central', 'localhost:80'], named: '--central' },
    { args: ['--central', 'ftp://a.example'], named: '--central' },
    { args: ['--port', '65536'], named: '--port' },
    { args: ['--port', '1e3'], named: '--port' },
    { args: ['--data', ''], named: '--data' },
    { args: ['--data'], named: '--data' },
    { args: ['--cases', 'many'], named: '--cases' },
    { args: ['--seed', '3', '--central', 'http://a.example'], named: '--seed' },
    { args: ['--colour'], named: '--colour' },
    { args: ['demo'], named: 'demo' },
  ])('$args is refused by name', ({ args, named }) => {
    expect(parseOptions(args)).toEqual({ kind: 'wrong', message: expect.stringContaining(named) });
  });

  test('a relative XDG_DATA_HOME is ignored, as its specification says', () => {
    expect(defaultDataFolder({ XDG_DATA_HOME: 'data' }, 'linux')).toMatch(/\.local\/share\/docket-demo$/);
    expect(defaultDataFolder({}, 'darwin')).toMatch(/Application Support\/docket-demo$/);
  });
});
