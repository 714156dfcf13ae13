import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { compile } from './compile.ts';
import { describeEnd, startChild, type Child } from './start/child.ts';
import { chooseShell, type Choice } from './start/choose-shell.ts';
import { keepDemoCentral, type DemoCentral } from './start/demo-central.ts';
import { openWindow, type Window } from './start/open-window.ts';
import { HELP, parseOptions, type StartOptions } from './start/options.ts';
import { freePort } from './support/free-port.ts';
import { fromRoot } from './support/root.ts';

const ShellReady = z.object({ url: z.string(), alreadyRunning: z.boolean().default(false) });
const ORPHAN_CHECK_MS = 1000;

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

async function start(options: StartOptions): Promise<void> {
  let demo: DemoCentral | undefined;
  let shell: Child | undefined;
  let window: Window | undefined;
  let ending = false;

  /** The workstation first: it may have a last decision to hand over. */
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    window?.close();
    await shell?.stop();
    await demo?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  endWhenOrphaned(() => void end(0));

  try {
    mkdirSync(options.data, { recursive: true, mode: 0o700 });
    const central = options.central ?? `http://127.0.0.1:${await freePort()}`;
    if (options.central === undefined) {
      demo = keepDemoCentral({
        port: Number(new URL(central).port),
        data: join(options.data, 'central'),
        size: options.demo,
        alive: !options.quiet,
        say,
      });
    }
    const choice = await chooseShell(options.shell);
    if (choice.shell === 'none') throw new Error(`--shell desktop cannot be had: ${choice.because}.`);
    say(`Docket opens in the ${choice.shell} shell: ${choice.because}.`);
    await compile(choice.shell === 'desktop' ? undefined : ['renderer']);
    if (ending) return;

    shell = startShell(choice, central, options);
    const { url, alreadyRunning } = ShellReady.parse(await shell.ready);
    if (alreadyRunning) {
      // The window brought forward is the first one's, and so is its central API.
      say(`Docket runs already on this data folder, at ${url}`);
      if (options.open && choice.shell === 'loopback') openWindow(url, options.data, say);
      await end(0);
      return;
    }
    await demo?.ready;
    process.stdout.write(`ready ${JSON.stringify({ shell: choice.shell, url, central })}\n`);
    if (options.open && choice.shell === 'loopback') window = openWindow(url, options.data, say);

    const ended = await shell.ended;
    // A window closed by its user is no accident.
    if (!ending && (ended.code !== 0 || choice.shell === 'loopback')) say(describeEnd('shell', ended));
    await end(ended.code ?? 1);
  } catch (error) {
    if (!ending) say(error instanceof Error ? error.message : String(error));
    await end(1);
  }
}

function startShell(
  choice: Exclude<Choice, { shell: 'none' }>,
  central: string,
  options: StartOptions,
): Child {
  const args = ['--central', central, '--data', join(options.data, 'desktop')];
  if (options.central === undefined) args.push('--demo');
  if (choice.shell === 'desktop') {
    return startChild({ name: 'shell', file: choice.binary, args: [fromRoot(), ...args] });
  }
  args.push('--port', String(options.port), '--renderer', fromRoot('out/renderer'));
  return startChild({
    name: 'shell',
    file: process.execPath,
    args: [fromRoot('electron/loopback/main.ts'), ...args],
  });
}

/** npm killed with -9 passes nothing on: its absence is all that we see. */
function endWhenOrphaned(end: () => void): void {
  const parent = process.ppid;
  if (!process.env['npm_lifecycle_event']) return;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, ORPHAN_CHECK_MS).unref();
}

const parsed = parseOptions(process.argv.slice(2));
switch (parsed.kind) {
  case 'help':
    process.stdout.write(`${HELP}\n`);
    break;
  case 'wrong':
    say(`${parsed.message} See npm start -- --help.`);
    process.exitCode = 2;
    break;
  case 'start':
    await start(parsed.options);
}
