import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as late from '../../../electron/core/store/cache/late.ts';
import { json, startScriptedCentral, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, at, caseOf } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;
let offers: object[];
let notices: object[];

beforeEach(async () => {
  central = await startScriptedCentral(account());
  central.put(caseOf([]));
  offers = [];
  notices = [];
  central.script((seen) => {
    if (seen.path === '/v1/late-decisions/offered') return json(200, { offers });
    if (seen.path === '/v1/decision-notices') return json(200, { notices, more: false });
    return null;
  });
  core = createSyncCore(central);
});
afterEach(async () => {
  core.end();
  await central.stop();
});

test('D8: offers and what was settled are read on contact, and again when the stream says so', async () => {
  const offer = { decisionId: v7(), caseId: v7(), own: false, receivedAt: at(0) };
  offers.push(offer);
  await core.start();
  await core.until('offered', () => late.listOffers(core.profile.cache).length === 1);
  expect(late.listOffers(core.profile.cache)).toEqual([offer]);
  await core.until('streaming', () => central.streams.size === 1);
  offers.length = 0;
  notices.push({
    id: v7(),
    decisionId: offer.decisionId,
    caseId: offer.caseId,
    reference: 'J-1',
    title: 'Data entry',
    what: 'stands',
    by: null,
    reason: 'Right.',
    at: at(0),
  });
  central.say({ event: 'enforcement' });
  await core.until('told', () => late.listNotices(core.profile.cache, 10).length === 1, 2_000);
  // A read that was on its way may have asked for the offers before they went.
  await core.until('gone', () => late.listOffers(core.profile.cache).length === 0, 2_000);
});
