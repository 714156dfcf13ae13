import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Ended = Readonly<{ code: number | null; signal: NodeJS.Signals | null; lastWords: string }>;

export type Child = Readonly<{
  /** The JSON after the ready words on the child's stdout; rejects when the child ends before. */
  ready: Promise<unknown>;
  ended: Promise<Ended>;
  stop(): Promise<void>;
}>;

type Program = Readonly<{
  name: string;
  file: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** What stands before the JSON on the line that says that it is up; else its name and "ready". */
  readyWords?: string;
}>;

const PATIENCE_MS = 8000;

/**
 * A part of Docket in its own process. It holds the far end of a pipe as its stdin and, told by
 * DOCKET_PARENT_PIPE, ends when that pipe does: so it outlives us by nothing, not even after a kill -9.
 */
export function startChild(program: Program): Child {
  const child = spawn(program.file, [...program.args], {
    env: { ...process.env, ...program.env, DOCKET_PARENT_PIPE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl+C reaches a terminal's whole process group at once; outside it, the order of ending is ours.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  // Writing to a child that has just died is no news.
  child.stdin.on('error', () => {});

  let lastWords = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords = `${lastWords}${line}\n`.slice(-2000);
    process.stderr.write(`${program.name}: ${line}\n`);
  });

  const ended = endOf(child, () => lastWords.trim());
  const announced = Promise.withResolvers<unknown>();
  const prefix = `${program.readyWords ?? `${program.name} ready`} `;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith(prefix)) announced.resolve(parseJson(line.slice(prefix.length)));
    else process.stderr.write(`${program.name}: ${line}\n`);
  });
  void ended.then((end) => announced.reject(new Error(describeEnd(program.name, end))));
  // Who does not wait for readiness learns of the end from `ended`.
  announced.promise.catch(() => {});

  return { ready: announced.promise, ended, stop: () => stop(child, ended) };
}

export function describeEnd(name: string, { code, signal, lastWords }: Ended): string {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`;
  const words = lastWords.split('\n').at(-1);
  return `The ${name} process ${how}${words ? `; its last words: ${words}` : ''}.`;
}

async function endOf(child: ChildProcess, lastWords: () => string): Promise<Ended> {
  try {
    await once(child, 'close');
    return { code: child.exitCode, signal: child.signalCode, lastWords: lastWords() };
  } catch (error) {
    // `once` rejects on 'error': the program could not be started.
    return { code: 127, signal: null, lastWords: error instanceof Error ? error.message : String(error) };
  }
}

async function stop(child: ChildProcess, ended: Promise<Ended>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.stdin?.end();
    child.kill('SIGTERM');
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
