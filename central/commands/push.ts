import type { z } from 'zod';
import { Command, isPersonCommand } from '../../contract/command.ts';
import type { CommandAnswer, CommandBatch } from '../../contract/feed.ts';
import { lockCases } from '../cases/case-row.ts';
import { createChanges } from '../cases/changes.ts';
import type { Caller } from '../caller.ts';
import type { Catalogues } from '../catalogue/catalogues.ts';
import { fieldErrors } from '../fields.ts';
import type { Positions } from '../feed/positions.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { json, sqlState, type Store, type Tx } from '../store/sql.ts';
import type { CommandContext } from './context.ts';
import { decide, recall } from './decide.ts';
import { fingerprint } from './fingerprint.ts';
import { applyOther } from './other-commands.ts';
import { applyPersonCommand } from './person-commands.ts';
import { rejected, type StoredAnswer } from './outcome.ts';

export interface PushDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly catalogues: Catalogues;
  readonly positions: Positions;
  /**
   * After a commit that changed cases: sequence the feed, seal the audit trail, see who needs work. `decided`: among what
   * was applied is something that the platform may be asked for. `late`: something waits for a supervisor.
   */
  readonly afterCommit: (caller: Caller, what: { decided: boolean; late: boolean }) => Promise<void>;
}

type Batch = z.infer<typeof CommandBatch>;

interface Item {
  readonly id: string;
  readonly fingerprint: Buffer;
  readonly command: Command;
}

type Answered = StoredAnswer | { readonly status: 'retry'; readonly retryAfterMs: number };

export interface Push {
  push(caller: Caller, batch: Batch): Promise<CommandAnswer[]>;
  answerTo(caller: Caller, id: string): Promise<CommandAnswer>;
}

const UNIQUE_VIOLATION = '23505';
const RETRY_MS = 1000;
/** In no feed: nothing lies over what a command about no case has done. */
const NO_CASE = '00000000-0000-0000-0000-000000000000';

const caseOf = (command: Command): string | null => (isPersonCommand(command) ? null : command.caseId);

/** Takes commands in, answers them item by item (D5), each once (D6). */
export function createPush(deps: PushDeps): Push {
  const { store, clock, ids, log, catalogues } = deps;

  async function push(caller: Caller, batch: Batch): Promise<CommandAnswer[]> {
    const answers = new Map<unknown, Answered>();
    const items: Item[] = [];
    for (const raw of batch.commands) {
      const parsed = parseItem(raw);
      if ('command' in parsed) items.push(parsed);
      else answers.set(raw, parsed);
    }
    const applied = items.length > 0 ? await applyAll(caller, items) : [];
    const cases = new Map(items.map((item) => [item.id, caseOf(item.command)]));
    let next = 0;
    const inOrder = batch.commands.map((raw) => {
      const answer = answers.get(raw) ?? applied[next++];
      if (!answer) throw new Error('an item was left without an answer');
      return { id: raw.id, answer };
    });
    const [alone] = inOrder;
    if (inOrder.length === 1 && alone?.answer.status === 'rejected' && alone.answer.code === 'id-reused') {
      throw new Refusal('id-reused', alone.answer.detail);
    }
    return withCursors(caller, inOrder, cases);
  }

  /** All in one transaction; if that fails, each in its own, so that a bad one harms no other. */
  async function applyAll(caller: Caller, items: readonly Item[]): Promise<Answered[]> {
    const context = await readCatalogues(items);
    const answers = await attempt(caller, items, context).catch(async (error: unknown) => {
      const alone: Answered[] = [];
      for (const item of items) {
        alone.push(
          ...(await attempt(caller, [item], context).catch((cause: unknown) => [unable(cause, item)])),
        );
      }
      if (items.length > 1) log.warn({ state: sqlState(error) }, 'a batch was applied item by item');
      return alone;
    });
    const decided = items.some(({ command }) => command.type === 'decision' || command.type === 'recall');
    await deps.afterCommit(caller, { decided, late: answers.some(({ status }) => status === 'late') });
    return answers;
  }

  function unable(error: unknown, item: Item): Answered {
    const state = sqlState(error) ?? '';
    log.error(
      { state, type: item.command.type, ...(state ? {} : { stack: (error as Error).stack }) },
      'a command failed',
    );
    // Found again after this sender's own were looked up: it is somebody else's.
    if (state === UNIQUE_VIOLATION) return rejected('id-reused', 'this id belongs to something else');
    // Class 22: a value that the database cannot hold. Sending it again cannot help.
    if (state.startsWith('22')) return rejected('invalid', 'it holds a value that cannot be stored');
    return { status: 'retry', retryAfterMs: RETRY_MS };
  }

  async function readCatalogues(items: readonly Item[]) {
    const versions = new Set(
      items.flatMap(({ command }) => (command.type === 'decision' ? [command.catalogueVersion] : [])),
    );
    const named = await Promise.all([...versions].map((version) => catalogues.version(store, version)));
    return {
      currentCatalogue: await catalogues.current(store),
      catalogues: new Map(named.flatMap((one) => (one ? [[one.version, one] as const] : []))),
    };
  }

  async function attempt(
    caller: Caller,
    items: readonly Item[],
    known: Pick<CommandContext, 'catalogues' | 'currentCatalogue'>,
    again = true,
  ): Promise<Answered[]> {
    try {
      return await store.transact((tx) => applyIn(tx, caller, items, known));
    } catch (error) {
      // The same command came by another connection and was first: it is found there now.
      if (again && sqlState(error) === UNIQUE_VIOLATION) return attempt(caller, items, known, false);
      throw error;
    }
  }

  async function applyIn(
    tx: Tx,
    caller: Caller,
    items: readonly Item[],
    known: Pick<CommandContext, 'catalogues' | 'currentCatalogue'>,
  ): Promise<StoredAnswer[]> {
    const at = new Date(clock.now());
    // Locked before earlier answers are looked up: a copy of a command waits here for the first one.
    const cases = await lockCases(
      tx,
      items.flatMap(({ command }) => caseOf(command) ?? []),
    );
    const earlier = await readEarlier(tx, caller, items);
    const changes = createChanges(tx, at, ids);
    const context: CommandContext = { tx, at, ids, caller, cases, changes, ...known };
    const fresh: { item: Item; answer: StoredAnswer }[] = [];
    const answers: StoredAnswer[] = [];
    for (const item of items) {
      const before = earlier.get(item.id);
      if (before) {
        answers.push(
          before.fingerprint.equals(item.fingerprint)
            ? before.answer
            : rejected('id-reused', 'this id came before with another body; the first stands'),
        );
        continue;
      }
      const answer = await applyOne(context, item.command);
      answers.push(answer);
      fresh.push({ item, answer });
      earlier.set(item.id, { fingerprint: item.fingerprint, answer });
    }
    await changes.flush();
    await insertCommands(tx, caller, at, fresh);
    return answers;
  }

  async function withCursors(
    caller: Caller,
    answered: readonly { id: string; answer: Answered }[],
    cases: ReadonlyMap<string, string | null>,
  ): Promise<CommandAnswer[]> {
    const wanting = answered.filter(({ answer }) => answer.status === 'applied' || answer.status === 'late');
    const cursors = await deps.positions.of(
      caller,
      wanting.map(({ id }) => cases.get(id) ?? NO_CASE),
    );
    return answered.map(({ id, answer }) => {
      const cursor = cursors.get(cases.get(id) ?? NO_CASE);
      return { id, ...answer, ...(cursor ? { cursor } : {}) } as CommandAnswer;
    });
  }

  return {
    push,
    async answerTo(caller, id) {
      const { rows } = await store.query<{ answer: StoredAnswer; case_id: string | null }>(
        `select answer, case_id from command where person_id = $1 and id = $2 and type <> 'reassignment'`,
        [caller.id, id],
      );
      const [row] = rows;
      if (!row) throw new Refusal('not-found', 'no command of yours has this id');
      const [answer] = await withCursors(caller, [{ id, answer: row.answer }], new Map([[id, row.case_id]]));
      if (!answer) throw new Error('an answer was lost');
      return answer;
    },
  };
}

function parseItem(raw: Batch['commands'][number]): Item | StoredAnswer {
  const print = fingerprint(raw);
  if (print === null) return rejected('invalid', 'nested too deeply');
  const parsed = Command.safeParse(raw);
  if (!parsed.success) return rejected('invalid', 'a field is wrong', fieldErrors(parsed.error));
  return { id: parsed.data.id, fingerprint: print, command: parsed.data };
}

async function applyOne(context: CommandContext, command: Command): Promise<StoredAnswer> {
  if (isPersonCommand(command)) return applyPersonCommand(context, command);
  switch (command.type) {
    case 'decision':
      return decide(context, command);
    case 'recall':
      return recall(context, command);
    default:
      return applyOther(context, command);
  }
}

async function readEarlier(
  tx: Tx,
  caller: Caller,
  items: readonly Item[],
): Promise<Map<string, { fingerprint: Buffer; answer: StoredAnswer }>> {
  const { rows } = await tx.query<{ id: string; fingerprint: Uint8Array; answer: StoredAnswer }>(
    'select id, fingerprint, answer from command where person_id = $1 and id = any($2::uuid[])',
    [caller.id, items.map((item) => item.id)],
  );
  return new Map(
    rows.map((row) => [row.id, { fingerprint: Buffer.from(row.fingerprint), answer: row.answer }] as const),
  );
}

async function insertCommands(
  tx: Tx,
  caller: Caller,
  at: Date,
  fresh: readonly { item: Item; answer: StoredAnswer }[],
): Promise<void> {
  if (fresh.length === 0) return;
  await tx.query(
    `insert into command (person_id, id, device_id, case_id, type, fingerprint, body, answer, received_at)
     select $2, id, "deviceId", "caseId", type, decode(fingerprint, 'hex'), body, answer, $3
     from jsonb_to_recordset($1::jsonb)
       as c (id uuid, "deviceId" uuid, "caseId" uuid, type text, fingerprint text, body jsonb, answer jsonb)`,
    [
      json(
        fresh.map(({ item, answer }) => ({
          id: item.id,
          deviceId: item.command.deviceId,
          caseId: caseOf(item.command),
          type: item.command.type,
          fingerprint: item.fingerprint.toString('hex'),
          body: item.command,
          answer,
        })),
      ),
      caller.id,
      at,
    ],
  );
}
