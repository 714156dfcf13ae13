/** Commands that a broken desktop could not send, taken in under the rules of any other push (D5 to D12). */
import { createHash } from 'node:crypto';
import { ExportedCommands, ExportedContent } from '../../contract/exported-commands.ts';
import type { CommandAnswer } from '../../contract/feed.ts';
import { announceWork } from '../assignment/give.ts';
import { recordAudit } from '../audit/record.ts';
import { sealAudit } from '../audit/seal.ts';
import type { Caller } from '../caller.ts';
import { createCatalogues } from '../catalogue/catalogues.ts';
import { DELIVER_CHANNEL } from '../enforcement/deliverer.ts';
import { createPositions } from '../feed/positions.ts';
import { createSequencer } from '../feed/sequencer.ts';
import { openInstance } from '../instance.ts';
import { callerOf, personColumns, type PersonRow } from '../people/people.ts';
import { Refusal } from '../refusal.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { createPush } from './push.ts';

export interface ImportDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface ImportedCommands {
  readonly username: string;
  readonly answers: readonly CommandAnswer[];
}

/** The file is not what it should be, or not for this central API; the message is a sentence. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

const BATCH = 100;

/**
 * Applies them as their person's, in order; the same file twice changes nothing (D6). Throws an `ImportError` where
 * the file was altered, is of another central API, or of nobody who has an account here.
 */
export async function importCommands(deps: ImportDeps, text: string): Promise<ImportedCommands> {
  const { store, clock, ids, log } = deps;
  const { content, digest } = read(text);
  const instance = await openInstance(deps);
  if (content.instanceId !== instance.id)
    throw new ImportError(
      `These commands are for the central API ${content.instanceId}, and this one is ${instance.id}.`,
    );
  const caller = await callerFor(store, content);
  const sequencer = createSequencer(store);
  const push = createPush({
    store,
    clock,
    ids,
    log,
    catalogues: createCatalogues(clock),
    positions: createPositions(store, sequencer, instance),
    afterCommit: async (_caller, { decided }) => {
      if (decided) await store.notify(DELIVER_CHANNEL, '').catch(() => {});
      await sequencer.run();
    },
  });
  const { deviceId, exportedAt: sentAt } = content;
  const pushed = (commands: ExportedContent['commands']): Promise<CommandAnswer[]> =>
    push.push(caller, { deviceId, sentAt, waiting: 0, auditHead: null, commands }).catch((error: unknown) => {
      // Of a batch of one, an id that came before with another body refuses the whole.
      if (!(error instanceof Refusal) || commands.length !== 1) throw error;
      const { code, message: detail } = error;
      return commands.map(({ id }) => ({ id, status: 'rejected' as const, code, detail, errors: [] }));
    });
  const answers: CommandAnswer[] = [];
  for (let from = 0; from < content.commands.length; from += BATCH) {
    const commands = content.commands.slice(from, from + BATCH);
    answers.push(...(await pushed(commands)));
  }
  await store.transact((tx) =>
    recordAudit(tx, [
      {
        id: ids.uuid(),
        at: new Date(clock.now()),
        kind: 'commands.imported',
        personId: caller.id,
        deviceId: content.deviceId,
        details: { commands: answers.length, digest },
      },
    ]),
  );
  await sealAudit(store);
  await announceWork(store);
  return { username: caller.username, answers };
}

function read(text: string): { content: ExportedContent; digest: string } {
  const file = ExportedCommands.safeParse(parse(text));
  if (!file.success) throw new ImportError(`This is no file of \`doctor --export\`: ${wordsOf(file.error)}.`);
  const digest = createHash('sha256').update(file.data.content).digest('hex');
  if (digest !== file.data.digest)
    throw new ImportError(
      'This file was changed after it was written: its digest does not match. Nothing was taken in.',
    );
  const content = ExportedContent.safeParse(parse(file.data.content));
  if (!content.success) throw new ImportError(`This file cannot be read: ${wordsOf(content.error)}.`);
  return { content: content.data, digest };
}

const wordsOf = ({ issues }: { issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`)
    .join('; ');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Somebody whose account was disabled since decided while it was not: the epochs say what is late. */
async function callerFor(store: Store, { person, deviceId }: ExportedContent): Promise<Caller> {
  const { rows } = await store.query<PersonRow>(`select ${personColumns} from person p where p.id = $1`, [
    person.id,
  ]);
  const [row] = rows;
  if (!row) throw new ImportError(`${person.username || person.id} has no account here.`);
  return callerOf(row, { deviceId, sessionId: '', accessEndsAt: new Date(0) });
}
