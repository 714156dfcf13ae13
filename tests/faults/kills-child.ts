/**
 * A core that works until it kills itself at its Nth statement, before or after it: `DIR INSTANCE PERSON N before|after`.
 * It says what it confirmed, and just before its end whether a transaction was open.
 */
import { writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { v7 } from 'uuid';
import { openProfile } from '../../electron/core/store/profile.ts';
import * as decisions from '../../electron/core/store/work/decisions.ts';
import * as drafts from '../../electron/core/store/work/drafts.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import { blank } from '../core/support/valid.ts';

const [dir = '', instanceId = '', personId = '', nth = '1', when = 'before'] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

let statements = 0;
let counting = false;
/** Every write of the store goes through a prepared statement's `run`. */
function countWrites(): void {
  const { prepare } = Sqlite.prototype as {
    prepare: (this: Sqlite.Database, sql: string) => Sqlite.Statement;
  };
  (Sqlite.prototype as { prepare: unknown }).prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    const { run } = statement;
    const isNth = (): boolean => counting && statements === Number(nth);
    const die = (): void => {
      say(`dies ${this.inTransaction ? 'inside' : 'outside'} ${sql.trim().split(/\s+/, 2).join(' ')}`);
      process.kill(process.pid, 'SIGKILL');
    };
    statement.run = ((...params: unknown[]) => {
      if (counting) statements += 1;
      const isIt = isNth();
      if (isIt && when === 'before') die();
      const result = (run as (...all: unknown[]) => unknown).apply(statement, params);
      if (isIt && when === 'after') die();
      return result;
    }) as never;
    return statement;
  };
}

countWrites();
const opened = openProfile({
  dir,
  key: new Uint8Array(32).fill(5),
  identity: { instanceId, personId },
  now: () => Date.now(),
});
if (!opened.ok) throw new Error(opened.problem.code);
const { profile } = opened;
counting = true;

for (let n = 0; n < 1000; n += 1) {
  const caseId = v7();
  const id = v7();
  const at = new Date().toISOString();
  profile.commitWork((tx) =>
    drafts.save(
      tx,
      { caseId, content: blank, caseVersion: 1, epoch: 1, title: '', reference: '', savedAt: at },
      0,
    ),
  );
  say(`drafted ${caseId}`);
  profile.commitWork((tx) => {
    decisions.insert(tx, {
      id,
      caseId,
      caseVersion: 1,
      batchId: null,
      outcome: 'no-violation',
      title: '',
      reference: '',
      draft: blank,
      decidedAt: at,
      waitMs: 0,
      openMs: 0,
      activeMs: 0,
    });
    outbox.enqueue(tx, {
      id,
      caseId,
      type: 'decision',
      epoch: 1,
      state: 'held',
      body: JSON.stringify({ id, text: 'x'.repeat(1_500) }),
      madeAt: at,
      madeOffline: true,
    });
    drafts.discard(tx, caseId);
  });
  say(`decided ${id}`);
}
