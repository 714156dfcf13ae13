import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Shell = 'desktop' | 'loopback';

export type StartOptions = Readonly<{
  /** Left open: the desktop shell where it can be had. */
  shell: Shell | undefined;
  /** Of a running central API; without one, a demo is started. */
  central: string | undefined;
  data: string;
  /** Of the loopback shell; 0 takes a free one. */
  port: number;
  open: boolean;
  /** Nothing new comes into the demo. */
  quiet: boolean;
  /** Of the demo: how large it is. Passed on as given, and judged by the central API's own command line. */
  demo: DemoSize;
}>;

export type DemoSize = Readonly<Partial<Record<'reviewers' | 'cases' | 'seed', string>>>;

export type Parsed =
  | Readonly<{ kind: 'start'; options: StartOptions }>
  | Readonly<{ kind: 'help' }>
  | Readonly<{ kind: 'wrong'; message: string }>;

export const HELP = `Starts Docket. Without --central it brings a central API with a demo team and a demo queue.

  npm start -- [options]

  --shell desktop|loopback  the Electron window, or an ordinary Chromium window
                            (default: desktop where the Electron binary is or can be downloaded)
  --central URL             a running central API
  --data DIR                where the workstation keeps its files
  --port N                  of the loopback shell on 127.0.0.1 (default: a free one)
  --reviewers N, --cases N  size of the demo team and of its queue
  --seed N                  the same number gives the same demo
  --quiet                   nothing new comes into the demo, and nothing is enforced
  --no-open                 open no window, print the address only
  --help                    this text`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Options from the command line; what is wrong comes back as a sentence that names the option. */
export function parseOptions(
  args: readonly string[],
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Parsed {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return { kind: 'help' };

  const { shell, central, port, data, reviewers, cases, seed } = values;
  const demo = { ...(reviewers && { reviewers }), ...(cases && { cases }), ...(seed && { seed }) };
  if (shell !== undefined && shell !== 'desktop' && shell !== 'loopback') {
    return wrong(`--shell takes desktop or loopback, not ${quoted(shell)}.`);
  }
  if (central !== undefined && !isHttpUrl(central)) {
    return wrong(
      `--central takes the address of a central API, http://… or https://…, not ${quoted(central)}.`,
    );
  }
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)) {
    return wrong(`--port takes a number from 0 to 65535, not ${quoted(port)}.`);
  }
  for (const name of ['reviewers', 'cases', 'seed'] as const) {
    const value = values[name];
    if (value === undefined) continue;
    if (!/^\d{1,7}$/.test(value)) return wrong(`--${name} takes a number, not ${quoted(value)}.`);
    if (central !== undefined) return wrong(`--${name} is of the demo, which --central leaves out.`);
  }
  if (data === '') return wrong('--data takes the name of a folder; it was empty.');

  return {
    kind: 'start',
    options: {
      shell,
      central: central?.replace(/\/+$/, ''),
      data: data === undefined ? defaultDataFolder(env, platform) : resolve(data),
      port: Number(port ?? 0),
      open: !values['no-open'],
      demo,
      quiet: values.quiet,
    },
  };
}

/** Where the platform wants an application's data; apart from a real installation's, which is not a demo. */
export function defaultDataFolder(env: Environment, platform: NodeJS.Platform): string {
  const name = 'docket-demo';
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_DATA_HOME'];
  // The XDG specification says to ignore a relative path.
  if (platform !== 'darwin' && named && isAbsolute(named)) return join(named, name);
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support', name);
  return join(homedir(), platform === 'win32' ? 'AppData/Local' : '.local/share', name);
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      shell: { type: 'string' },
      central: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string' },
      reviewers: { type: 'string' },
      cases: { type: 'string' },
      seed: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
}

function wrong(message: string): Parsed {
  return { kind: 'wrong', message };
}

function quoted(value: string): string {
  return JSON.stringify(value);
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}
