import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkstationDeps } from '../core/workstation.ts';

const FILE_BYTES = 5 * 1024 * 1024;

/** Ids, codes and counts as lines of JSON in `dir`/desktop.log; the one before is kept. A full disk loses lines only. */
export function createLog(dir: string): WorkstationDeps['log'] {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'desktop.log');
  const write = (level: string, event: string, fields: object = {}): void => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > FILE_BYTES) renameSync(path, `${path}.1`);
      const line = JSON.stringify({ level, at: new Date().toISOString(), event, ...fields });
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // Nothing that a log could say is worth ending the work.
    }
  };
  return {
    debug: () => undefined,
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
