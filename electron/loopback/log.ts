import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { WorkstationDeps } from '../core/workstation.ts';

const FILE_BYTES = 5 * 1024 * 1024;
const OLD_FILES = 3;

/** Names that must never reach a log, wherever they stand. The callers give ids, codes and counts only. */
const SECRET_FIELDS = [
  'token',
  'accessToken',
  'refreshToken',
  'password',
  'authorization',
  'key',
  'rationale',
  'text',
  'body',
  'message',
];

type ShellLog = WorkstationDeps['log'] & Readonly<{ close(): void }>;

/** Writes to stderr and to `dir`/shell.log, which is set aside at 5 MiB; three old ones are kept. */
export function createLog(dir: string, level = 'info'): ShellLog {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = createRotatingFile(join(dir, 'shell.log'), FILE_BYTES, OLD_FILES);
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      messageKey: 'event',
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...SECRET_FIELDS, ...SECRET_FIELDS.map((field) => `*.${field}`)], censor: '…' },
    },
    {
      write(line: string) {
        process.stderr.write(line);
        file.write(line);
      },
    },
  );
  return { ...byLevel(logger), close: () => file.close() };
}

function byLevel(logger: Logger): WorkstationDeps['log'] {
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}

/** A log must not end the work: when its disk is full, lines are lost and nothing else is. */
export function createRotatingFile(path: string, maxBytes: number, keep: number) {
  let handle = openSync(path, 'a', 0o600);
  let size = statSync(path).size;

  const rotate = (): void => {
    closeSync(handle);
    for (let age = keep; age >= 1; age -= 1) {
      try {
        renameSync(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`);
      } catch {
        // There are fewer old files than are kept.
      }
    }
    handle = openSync(path, 'a', 0o600);
    size = 0;
  };

  return {
    write(line: string): void {
      try {
        if (size > 0 && size + line.length > maxBytes) rotate();
        size += writeSync(handle, line);
      } catch {
        // See above.
      }
    },
    close(): void {
      closeSync(handle);
    },
  };
}
