import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createSystemClock, createSystemIds, machineSettings, openWorkstation } from '../core/workstation.ts';
import { takeFolder, waitForAddress } from './folder-lock.ts';
import { createKeyFiles } from './key-files.ts';
import { createLog } from './log.ts';
import { openAddress } from './open-address.ts';
import { parseOptions, usage, type LoopbackOptions } from './options.ts';
import { startShell } from './shell.ts';

/** Ending in order takes milliseconds; past this something hangs, and what is on disk is whole anyway. */
const CLOSE_TIMEOUT_MS = 5_000;
const READY_TIMEOUT_MS = 20_000;

// Whoever read these may be gone before this process is: a word that nobody hears must not end it half way.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** Exit codes: 0 in order, 1 a failure, 2 wrong options. */
async function main(): Promise<void> {
  const options = readOptions();
  const lock = takeFolder(options.data, Date.now);
  if (lock.is === 'taken') return bringForward(options.data, lock.pid);

  const log = createLog(join(options.data, 'logs'), process.env['DOCKET_LOG_LEVEL'] ?? 'info');
  const clock = createSystemClock();
  const ids = createSystemIds();
  const shell = await startShell({
    rendererDir: options.renderer,
    port: options.port,
    log,
    open: (evidenceUrl) =>
      openWorkstation({
        dataDir: options.data,
        centralUrl: options.central,
        shell: 'loopback',
        version: ownVersion(),
        demo: options.demo,
        ...(options.cacheHours === undefined ? {} : { cacheHours: options.cacheHours }),
        keys: createKeyFiles(join(options.data, 'keys')),
        clock,
        ids,
        log,
        evidenceUrl,
        openAddress: (address) => openAddress(address, log),
      }),
  }).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  lock.announce(shell.url);

  let ending = false;
  const end = (why: string): void => {
    if (ending) return;
    ending = true;
    log.info('shell-ending', { why });
    setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
    void shell
      .close()
      .catch(() => (process.exitCode = 1))
      .finally(() => {
        lock.release();
        log.close();
        process.exit();
      });
  };
  process.once('SIGTERM', () => end('SIGTERM'));
  process.once('SIGINT', () => end('SIGINT'));
  process.once('SIGHUP', () => end('SIGHUP'));
  if (process.env['DOCKET_PARENT_PIPE'] === '1') {
    // However the process that started this one ends, kill -9 included, the pipe ends with it.
    process.stdin.resume();
    process.stdin.once('end', () => end('parent-ended'));
    process.stdin.once('error', () => end('parent-ended'));
  }

  announce(shell.url);
}

function readOptions(): LoopbackOptions {
  try {
    return parseOptions(process.argv.slice(2), machineSettings(), homedir());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

/** The folder is another shell's: its address is given, and this one ends. */
async function bringForward(dataDir: string, pid: number): Promise<void> {
  const url = await waitForAddress(dataDir, READY_TIMEOUT_MS);
  if (!url) {
    throw new Error(
      `the data folder ${dataDir} belongs to a running Docket (process ${pid}) that does not become ready`,
    );
  }
  process.stderr.write(`Docket runs already on this data folder (process ${pid}).\n`);
  announce(url, true);
}

function announce(url: string, alreadyRunning = false): void {
  process.stdout.write(`shell ready ${JSON.stringify(alreadyRunning ? { url, alreadyRunning } : { url })}\n`);
}

function ownVersion(): string {
  const manifest = join(import.meta.dirname, '..', '..', 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
}

main().catch((error: unknown) => {
  process.stderr.write(`Docket could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
