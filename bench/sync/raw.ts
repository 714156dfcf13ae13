/**
 * The least that does the work: fetch, `JSON.parse`, an upsert, three indexes and the cursor in one transaction a page;
 * WAL, `synchronous=FULL`. Nothing is encrypted, validated or searchable.
 */
import Sqlite from 'better-sqlite3';

const pageSize = 1000;
const batchSize = 100;

type Page = Readonly<{
  cursor: { position: number };
  more: boolean;
  changes: readonly { caseId: string; case: Readonly<Record<string, unknown>> }[];
}>;

type Waiting = Readonly<{ id: string; body: string }>;

export type Raw = ReturnType<typeof openRaw>;

export function openRaw(path: string) {
  const db = new Sqlite(path);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`
    create table if not exists case_row (
      id integer primary key, case_id text not null unique, version integer not null, queue text not null,
      source text not null, score real not null, due_at text, created_at text not null, body text not null);
    create index if not exists by_score on case_row (score desc);
    create index if not exists by_due on case_row (due_at);
    create index if not exists by_queue on case_row (queue, score desc);
    create table if not exists cursor (only_one integer primary key check (only_one = 1), position integer not null);
    create table if not exists decision (id integer primary key, body text not null);
    create table if not exists outbox (id text primary key, seq integer not null, body text not null, done integer not null);
    create index if not exists waiting on outbox (seq) where done = 0;
    insert or ignore into cursor values (1, 0)`);
  const upsert = db.prepare(
    `insert into case_row (case_id, version, queue, source, score, due_at, created_at, body)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (case_id) do update set version = excluded.version, queue = excluded.queue, source = excluded.source,
       score = excluded.score, due_at = excluded.due_at, created_at = excluded.created_at, body = excluded.body`,
  );
  const moveCursor = db.prepare('update cursor set position = ?');
  const insertDecision = db.prepare('insert into decision (body) values (?)');
  const byId = db.prepare('select body from case_row where case_id = ?').pluck();
  const firstByScore = db.prepare('select * from case_row order by score desc limit ?');
  const waiting = db.prepare('select id, body from outbox where done = 0 order by seq limit ?');
  const markDone = db.prepare('update outbox set done = 1 where id = ?');
  const enqueue = db.prepare('insert into outbox values (?, ?, ?, 0)');

  const store = db.transaction((page: Page) => {
    for (const { caseId, case: value } of page.changes) {
      const { score } = value['priority'] as { score: number };
      upsert.run(
        caseId,
        value['version'],
        value['queue'],
        value['source'],
        score,
        value['dueAt'],
        value['createdAt'],
        JSON.stringify(value),
      );
    }
    moveCursor.run(page.cursor.position);
  });
  const settle = db.transaction((ids: readonly string[]) => {
    for (const id of ids) markDone.run(id);
  });
  const enqueueAll = db.transaction((commands: readonly Waiting[]) => {
    for (const [seq, { id, body }] of commands.entries()) enqueue.run(id, seq, body);
  });

  return {
    async pull(url: string): Promise<void> {
      for (;;) {
        const position = db.prepare('select position from cursor').pluck().get() as number;
        const answer = await fetch(`${url}/v1/feed?position=${position}&limit=${pageSize}`);
        const page = JSON.parse(await answer.text()) as Page;
        store(page);
        if (!page.more) return;
      }
    },
    /** One durable row. */
    commitOne: (body: string): void => void insertDecision.run(body),
    get: (caseId: string): unknown => JSON.parse(byId.get(caseId) as string),
    first: (count: number): unknown[] => firstByScore.all(count),
    enqueueAll: (commands: readonly Waiting[]): void => enqueueAll(commands),
    async push(url: string): Promise<void> {
      for (;;) {
        const batch = waiting.all(batchSize) as Waiting[];
        if (batch.length === 0) return;
        const answer = await fetch(`${url}/v1/commands`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `{"commands":[${batch.map(({ body }) => body).join()}]}`,
        });
        const { answers } = JSON.parse(await answer.text()) as { answers: { id: string }[] };
        settle(answers.map(({ id }) => id));
      }
    },
    close: () => void db.close(),
  };
}
