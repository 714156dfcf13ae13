import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { seededRandom } from '../../../central/demo/seeded-random.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { hangUp, startScriptedCentral, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, START } from '../support/valid.ts';

const COMMANDS = 10_000;
/** Asked every millisecond, so it looks at one row. */
const waiting = `select 1 from outbox where state in ('pending', 'sending') limit 1`;
let central: ScriptedCentral;
let core: SyncCore;

beforeEach(async () => {
  central = await startScriptedCentral(account());
  // The shortest waits that the jitter allows.
  core = createSyncCore(central, { random: () => 0 });
});
afterEach(async () => {
  core.end();
  await central.stop();
});

test('D6, fault 12: ten thousand commands have ten thousand effects, with three answers in ten lost', async () => {
  await core.start();
  const random = seededRandom(12);
  let lost = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/commands' || random() >= 0.3) return null;
    lost += 1;
    central.serve(seen);
    return hangUp;
  });
  const ids = Array.from({ length: COMMANDS }, () => v7());
  const madeAt = new Date(START).toISOString();
  core.profile.commitWork((tx) => {
    for (const id of ids) {
      const command = {
        type: 'note',
        id,
        caseId: v7(),
        epoch: 1,
        deviceId: core.deviceId,
        madeAt,
        text: 'Seen',
      };
      outbox.enqueue(tx, {
        id,
        caseId: command.caseId,
        type: 'note',
        epoch: 1,
        state: 'pending',
        body: JSON.stringify(command),
        madeAt,
        madeOffline: true,
      });
    }
  });
  core.engine.commandsMade(ids);
  await core.until(
    'everything is acknowledged',
    () => core.profile.work.value(waiting) === undefined,
    3_600_000,
  );
  expect(lost).toBeGreaterThan(20);
  expect(central.effects).toHaveLength(COMMANDS);
  expect(new Set(central.effects)).toEqual(new Set(ids));
}, 60_000);
