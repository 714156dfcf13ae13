/** A process of its own for the durability tests: it decides, says so, and is watched or killed by its parent. */
import { writeSync } from 'node:fs';
import { v7 } from 'uuid';
import { createSystemClock, createSystemTimers, silentLog } from '../../../electron/core/ports.ts';
import { openProfile } from '../../../electron/core/store/profile.ts';
import * as feed from '../../../electron/core/store/cache/feed.ts';
import * as decisions from '../../../electron/core/store/work/decisions.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import type { CentralClient } from '../../../electron/core/sync/central-client.ts';
import { createPull } from '../../../electron/core/sync/pull.ts';
import { blank } from '../support/valid.ts';

const [mode = '', dir = '', instanceId = '', personId = ''] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

const opened = openProfile({
  dir,
  key: new Uint8Array(32).fill(5),
  identity: { instanceId, personId },
  now: () => Date.now(),
});
if (!opened.ok) {
  say(`problem ${opened.problem.code}`);
  process.exit(0);
}
const { profile } = opened;

function draft(caseId: string): void {
  profile.commitWork((tx) =>
    drafts.save(
      tx,
      { caseId, content: blank, caseVersion: 1, epoch: 1, title: '', reference: '', savedAt: '2026-11-23' },
      0,
    ),
  );
}

function decide(caseId: string): string {
  const id = v7();
  const decidedAt = new Date().toISOString();
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
      decidedAt,
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
      madeAt: decidedAt,
      madeOffline: true,
    });
    drafts.discard(tx, caseId);
  });
  return id;
}

async function poll(): Promise<void> {
  const cursor = { era: 1, generation: 1, position: 7 };
  profile.cache.transact((tx) =>
    feed.write(tx, { ...feed.read(tx), ...cursor, catalogueVersion: null, resync: 'none' }),
  );
  const page = {
    instanceId,
    after: cursor,
    cursor,
    more: false,
    catalogueVersion: null,
    serverTime: '',
    changes: [],
  };
  const pull = createPull({
    profile,
    client: { callAs: async () => ({ kind: 'ok', value: page }) } as unknown as CentralClient,
    clock: createSystemClock(),
    timers: createSystemTimers(),
    log: silentLog,
    appVersion: '1',
    onNews: () => undefined,
    onEra: () => undefined,
  });
  await pull.run();
  say('BEGIN');
  for (let n = 0; n < 5; n += 1) await pull.run();
  say('END');
}

switch (mode) {
  case 'decide-forever':
    for (;;) {
      const caseId = v7();
      draft(caseId);
      say(`decided ${decide(caseId)}`);
    }
  case 'decide-once':
    draft('warm');
    decide('warm');
    draft('case');
    say('BEGIN');
    decide('case');
    say('END');
    break;
  case 'poll':
    await poll();
    break;
  default:
    say('opened');
}
profile.close();
