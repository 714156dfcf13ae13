import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.ts';

export type Finished = Readonly<{ code: number; output: string }>;

type RunOptions = Readonly<{
  /** `inherit` shows the output as it comes; `collect` keeps it for later. */
  output?: 'inherit' | 'collect';
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
  uid?: number | undefined;
  gid?: number | undefined;
  cwd?: string;
}>;

/** Runs a program to its end without a stdin. A program that cannot be started counts as code 127. */
export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { promise, resolve } = Promise.withResolvers<Finished>();
  const collect = options.output !== 'inherit';
  const child = spawn(file, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', collect ? 'pipe' : 'inherit', collect ? 'pipe' : 'inherit'],
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
  child.once('close', (code, signal) =>
    resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output }),
  );
  return promise;
}

/** Runs a script of the project, or of a package, under the Node that runs this one. */
export function runNode(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return run(process.execPath, [script, ...args], options);
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
