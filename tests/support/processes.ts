import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '../../build/support/free-port.ts';
import { fromRoot, root } from '../../build/support/root.ts';

/** A part of Docket as an operating system sees it: a process that says when it is ready. */
export type Running = Readonly<{
  pid: number;
  ready: Readonly<Record<string, unknown>>;
  /** Everything that it wrote to stdout and stderr so far. */
  output(): string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or with the signal's name. */
  ended: Promise<number | string>;
  kill(): Promise<void>;
  /** Lets go of all its pipes, as a kill -9 of its parent does. */
  leave(): void;
}>;

type Program = Readonly<{
  name: string;
  file: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** What its ready line begins with, before the JSON. */
  readyPrefix: string;
  readyWithinMs?: number;
  /** A process group of its own, as a terminal gives a command: `signal` then reaches all of it. */
  group?: boolean;
}>;

export type Central = Readonly<{ url: string; port: number; dataDir: string; process: Running }>;
export type Shell = Readonly<{ url: string; dataDir: string; process: Running }>;

export type Platform = Readonly<{ url: string; port: number; log: string; process: Running }>;

export type Processes = Readonly<{
  /** An own folder, removed at the end. */
  folder(name: string): string;
  /** With the demo team and queue, unless it is to serve what is in its folder. */
  startCentral(plan?: {
    mode?: 'demo' | 'serve';
    port?: number;
    dataDir?: string;
    env?: NodeJS.ProcessEnv;
  }): Promise<Central>;
  /** The sample platform of the documentation; what it did stands in its log. */
  startPlatform(plan: { secret: string; args?: readonly string[]; port?: number }): Promise<Platform>;
  /** A command of the central API to its end; what it said. An embedded database must not be served meanwhile. */
  central(dataDir: string, args: readonly string[], input?: string, env?: NodeJS.ProcessEnv): Promise<string>;
  startLoopback(plan: {
    central: string;
    dataDir?: string;
    port?: number;
    demo?: boolean;
    renderer?: string;
  }): Promise<Shell>;
  /** The whole of it, as a user starts it. */
  npmStart(args: readonly string[]): Promise<Running>;
  /** What all of them wrote. */
  output(): string;
  /** Kills what still runs and removes the folders. */
  end(): Promise<void>;
}>;

/** Starts parts of Docket in their own processes and folders; whatever a test does, `end` leaves nothing. */
export function createProcesses(): Processes {
  const base = mkdtempSync(join(tmpdir(), 'docket-e2e-'));
  const started: Running[] = [];
  let folders = 0;

  const folder = (name: string): string => {
    const path = join(base, `${name}-${(folders += 1)}`);
    mkdirSync(path, { mode: 0o700 });
    return path;
  };
  const launch = (program: Program): Promise<Running> =>
    launchProgram(program, (running) => started.push(running));

  return {
    folder,
    async startCentral({ mode = 'demo', port, dataDir = folder('central'), env } = {}) {
      const ownPort = port ?? (await freePort());
      const process = await launch({
        name: 'central',
        file: globalThis.process.execPath,
        args: [fromRoot('central/main.ts'), mode, '--data', dataDir, '--port', String(ownPort)],
        readyPrefix: 'central ready ',
        ...(env ? { env } : {}),
      });
      return { url: `http://127.0.0.1:${ownPort}`, port: ownPort, dataDir, process };
    },
    async startPlatform({ secret, args = [], port = 0 }) {
      const log = join(folder('platform'), 'log.jsonl');
      const process = await launch({
        name: 'platform',
        file: globalThis.process.execPath,
        args: [
          fromRoot('docs/sample-platform/platform.ts'),
          '--secret',
          secret,
          '--port',
          String(port),
          '--log',
          log,
          ...args,
        ],
        readyPrefix: 'platform ready ',
      });
      const url = z.string().parse(process.ready['url']);
      return { url, port: Number(new URL(url).port), log, process };
    },
    async central(dataDir, args, input = '', env = {}) {
      const child = spawn(
        globalThis.process.execPath,
        [fromRoot('central/main.ts'), ...args, '--data', dataDir],
        { cwd: root, stdio: ['pipe', 'pipe', 'pipe'], env: { ...globalThis.process.env, ...env } },
      );
      let output = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
      child.stdin.end(input);
      const how = await endOf(child);
      if (how !== 0) throw new Error(`central ${args.join(' ')} ended (${how}):\n${errors}`);
      return output.trim();
    },
    async startLoopback({ central, dataDir = folder('desktop'), port = 0, demo = true, renderer }) {
      const process = await launch({
        name: 'shell',
        file: globalThis.process.execPath,
        args: [
          fromRoot('electron/loopback/main.ts'),
          '--central',
          central,
          '--data',
          dataDir,
          '--port',
          String(port),
          '--renderer',
          renderer ?? fromRoot('out/renderer'),
          ...(demo ? ['--demo'] : []),
        ],
        readyPrefix: 'shell ready ',
      });
      return { url: z.string().parse(process.ready['url']), dataDir, process };
    },
    npmStart: (args) =>
      launch({
        name: 'npm start',
        file: globalThis.process.platform === 'win32' ? 'npm.cmd' : 'npm',
        args: ['start', '--', ...args],
        readyPrefix: 'ready ',
        readyWithinMs: 90_000,
        group: true,
      }),
    output: () => started.map((running) => `── ${running.pid}\n${running.output()}`).join('\n'),
    async end() {
      await Promise.all(started.map((running) => running.kill()));
      rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function launchProgram(program: Program, register: (running: Running) => void): Promise<Running> {
  const child = spawn(program.file, [...program.args], {
    cwd: root,
    env: { ...process.env, ...program.env, DOCKET_PARENT_PIPE: program.group ? '' : '1' },
    stdio: [program.group ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: program.group ?? false,
  });
  child.stdin?.on('error', () => undefined);
  let output = '';
  const ready = Promise.withResolvers<Record<string, unknown>>();
  ready.promise.catch(() => undefined);
  const listen = (line: string): void => {
    output += `${line}\n`;
    if (line.startsWith(program.readyPrefix))
      ready.resolve(JSON.parse(line.slice(program.readyPrefix.length)));
  };
  if (child.stdout) createInterface({ input: child.stdout }).on('line', listen);
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => (output += `${line}\n`));
  const ended = endOf(child);
  void ended.then((how) =>
    ready.reject(new Error(`${program.name} ended (${how}) before it was ready:\n${output}`)),
  );

  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (program.group) process.kill(-child.pid, name);
    else child.kill(name);
  };
  const running = {
    pid: child.pid ?? -1,
    ready: {},
    output: () => output,
    signal,
    ended,
    async kill() {
      signal('SIGKILL');
      await ended;
    },
    leave() {
      for (const stream of child.stdio) stream?.destroy();
    },
  };
  register(running);
  const patience = AbortSignal.timeout(program.readyWithinMs ?? 45_000);
  patience.addEventListener('abort', () =>
    ready.reject(new Error(`${program.name} is not ready in time:\n${output}`)),
  );
  return { ...running, ready: await ready.promise };
}

async function endOf(child: ChildProcess): Promise<number | string> {
  try {
    await once(child, 'exit');
    return child.exitCode ?? child.signalCode ?? 'unknown';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Processes whose command line names `text`, by their ids; what a test's own folder has left behind. */
export async function processesNaming(text: string, waitMs = 0): Promise<number[]> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const found = await listNaming(text);
    if (found.length === 0 || performance.now() > giveUpAt) return found;
    await sleep(100);
  }
}

async function listNaming(text: string): Promise<number[]> {
  const list = spawn('ps', ['-eo', 'pid=,stat=,args='], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  list.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await once(list, 'close');
  return output
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}
