import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ExportedContent, type ExportedCommands } from '../../contract/exported-commands.ts';
import { openFile } from '../core/store/database.ts';
import * as outbox from '../core/store/work/outbox.ts';
import * as sessions from '../core/store/work/session.ts';
import { findKey, type ProfileReport } from './examine.ts';

export interface Exported {
  readonly file: string;
  readonly commands: number;
  /** Their person has to say first what becomes of them; they stay where they are. */
  readonly left: number;
}

/**
 * Writes what one person has waiting into a new file of this user alone. It is plain text: whoever reads it reads
 * decisions and notes. Nothing in the profile changes, and what the central API takes in twice counts once (D6).
 * Throws an Error whose message is a sentence.
 */
export async function exportCommands(
  folder: string,
  report: ProfileReport,
  deviceId: string,
  file: string,
  now: number,
): Promise<Exported> {
  const key = await findKey(folder, report.name);
  if (key.is !== 'here') throw new Error(`The key of ${report.name} is ${key.is}: nothing can be read.`);
  if (report.work.is !== 'good')
    throw new Error(`The work of ${report.name} is ${report.work.is}: run with --repair first.`);
  const db = openFile('work', join(folder, 'profiles', report.name, 'work.db'), key.key, { mustExist: true });
  try {
    const session = sessions.find(db);
    const all = outbox.listUnacknowledged(db);
    const waiting = all.filter(({ state }) => state !== 'needs-confirmation');
    const content = ExportedContent.parse({
      exportedAt: new Date(now).toISOString(),
      instanceId: report.instanceId,
      deviceId,
      person: { id: report.personId, username: session?.account.username ?? '' },
      commands: waiting.map(({ body }) => JSON.parse(body) as unknown),
    });
    write(file, JSON.stringify(content));
    return { file, commands: waiting.length, left: all.length - waiting.length };
  } finally {
    db.close();
  }
}

function write(file: string, content: string): void {
  const digest = createHash('sha256').update(content).digest('hex');
  const exported: ExportedCommands = {
    format: 'docket-commands',
    version: 1,
    digest: digest as ExportedCommands['digest'],
    content,
  };
  // Never over another file: it may be the only place where something is.
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(exported)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
