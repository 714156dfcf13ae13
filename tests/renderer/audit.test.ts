import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AuditLine } from '../../contract/audit.ts';
import { auditCsv } from '../../renderer/rules/audit-csv.ts';
import { auditWords, doneBefore } from '../../renderer/rules/audit-words.ts';
import { createAuditTrailStore, wholeTrail } from '../../renderer/stores/audit-trail.ts';
import { en } from '../../renderer/strings/en.ts';
import { createTranslate } from '../../renderer/strings/translate.ts';
import { deviceLine, eventLine } from '../support/fake-audit.ts';
import { createReviewDesk } from './review-desk.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const t = createTranslate(en, 'en');
const page = (lines: readonly AuditLine[], next: string | null = null) => ({
  lines: [...lines],
  next,
  at: '2026-11-23T09:00:00.000Z',
});

test('without contact the last page stays, with what was asked for when it came', async () => {
  const fake = createScriptedBridge({ 'audit.list': () => ok(page([eventLine(0)], 'more')) });
  const store = createAuditTrailStore(fake.bridge);
  await store.getState().refresh();
  fake.script['audit.list'] = () => failed('no-contact');
  const other = { ...wholeTrail, reference: 'JP-1' };
  await store.getState().show(other);
  expect(store.getState()).toMatchObject({
    lines: [eventLine(0)],
    filter: other,
    shown: wholeTrail,
    failure: { code: 'no-contact' },
  });
  // A page of another filter is not put under it.
  fake.script['audit.list'] = () => ok(page([eventLine(1)]));
  await store.getState().more();
  expect(store.getState().lines).toHaveLength(1);
});

test('an answer to an earlier filter is not shown under a later one', async () => {
  let answerFirst = () => {};
  const slow = new Promise<ReturnType<typeof page>>((resolve) => {
    answerFirst = () => resolve(page([eventLine(0)]));
  });
  const fake = createScriptedBridge({ 'audit.list': async () => ok(await slow) });
  const store = createAuditTrailStore(fake.bridge);
  const first = store.getState().refresh();
  fake.script['audit.list'] = () => ok(page([eventLine(1)]));
  await store.getState().show({ ...wholeTrail, reference: 'JP-1' });
  answerFirst();
  await first;
  expect(store.getState().lines).toEqual([eventLine(1)]);
});

test('U1: what was viewed and revealed is said in words, and when it was done without contact', () => {
  const viewed = eventLine(0, { details: { evidenceId: null, madeAt: '2026-11-23T07:00:00.000Z' } });
  expect(auditWords(viewed, t)).toBe('Viewed the case');
  expect(doneBefore(viewed)).toBe('2026-11-23T07:00:00.000Z');
  const evidenceId = '0199aaaa-0000-7000-8000-000000000001';
  const revealed = eventLine(1, { kind: 'evidence.revealed', details: { evidenceId, field: '/about' } });
  expect(auditWords(revealed, t)).toBe('Revealed the masked field /about (0199aaaa)');
  expect(doneBefore(revealed)).toBeNull();
  expect(auditWords(eventLine(2, { kind: 'area.never-heard-of' }), t)).toBe('area.never-heard-of');
});

test('a saved trail gives a spreadsheet no formula and keeps quotes', () => {
  const csv = auditCsv([eventLine(0, { device: '=HYPERLINK("http://x")', person: 'A "B", C' })]);
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csv).toContain('"A ""B"", C"');
  expect(csv.split('\r\n')).toHaveLength(3);
});

test.each([
  ['auditor', null, 'guard.case-not-here'],
  ['supervisor', 'guard.not-an-exporter', null],
  ['reviewer', 'guard.not-an-exporter', 'guard.not-your-room'],
] as const)('P2: as %s, saving the trail and opening a case of it', async (role, saving, opening) => {
  const desk = await createReviewDesk({ role, audit: [eventLine(0, { here: true })] });
  desk.commands.run('rooms.audit');
  await desk.stores.auditTrail.getState().refresh();
  desk.stores.auditTrail.getState().choose(eventLine(0).id);
  expect(desk.commands.whyNot('audit.export')).toBe(saving);
  expect(desk.commands.whyNot('audit.open-case')).toBe(opening);
});

test('S3: a device is retired, revoked or let in again as its state allows, with a reason', async () => {
  const desk = await createReviewDesk({ role: 'supervisor', devices: [deviceLine(0)] });
  const devices = () => desk.stores.devices.getState();
  desk.commands.run('rooms.devices');
  await devices().load();
  expect(desk.commands.whyNot('devices.revoke')).toBe('guard.no-device-chosen');
  const line = deviceLine(0);
  devices().choose(`${line.id} ${line.person.id}`);
  expect(desk.commands.whyNot('devices.allow')).toBe('guard.device-is-so');
  expect(desk.commands.run('devices.revoke')).toBe(true);
  expect(desk.stores.window.getState().dialog).toBe('end-device');
  await devices().end({ deviceId: line.id, how: 'revoke', personId: line.person.id, reason: 'Lost' });
  expect(devices().devices).toMatchObject([{ ending: { how: 'revoke', reason: 'Lost' } }]);
  expect(desk.commands.whyNot('devices.retire')).toBe('guard.device-is-so');
  expect(desk.commands.whyNot('devices.allow')).toBeNull();
});
