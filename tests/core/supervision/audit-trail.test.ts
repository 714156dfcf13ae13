import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { AuditNames } from '../../../contract/audit.ts';
import { bridge } from '../../../contract/bridge.ts';
import { AuditEvent } from '../../../contract/supervision.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import type { AskCentral } from '../../../electron/core/supervision/ask-central.ts';
import { listAudit } from '../../../electron/core/supervision/audit-trail.ts';
import { wholeTrail } from '../../../renderer/stores/audit-trail.ts';
import { createTestDesk, done } from '../support/desk.ts';

const [person, device, other] = [v7(), v7(), v7()];
const event = AuditEvent.parse({
  sequence: 1,
  id: v7(),
  at: '2026-11-23T08:00:00.000Z',
  kind: 'device.revoked',
  personId: person,
  deviceId: device,
  caseId: v7(),
  details: { device: other, person: other },
  previousHash: null,
  hash: null,
});
const names = AuditNames.parse({
  people: [
    { id: person, displayName: 'Sunita Rao' },
    { id: other, displayName: 'Amara Okafor' },
  ],
  devices: [{ id: device, name: 'Desk 1' }],
  cases: [],
});

test('ids get their names, what has none stays without, and only filters that say something are sent', async () => {
  const desk = createTestDesk();
  const asked: unknown[] = [];
  const ask = (async (_name: string, { query }: Parameters<AskCentral>[1]) => {
    asked.push(query);
    return succeed({ events: [event], names, next: 'older' });
  }) as unknown as AskCentral;
  const filter = { ...wholeTrail, reference: ' JP-1 ', kind: 'device' };
  const page = done(await listAudit(desk.desk, ask, { filter, after: 'here' }));
  expect(asked).toEqual([{ reference: 'JP-1', kind: 'device', limit: 100, after: 'here' }]);
  const { lines, next } = bridge['audit.list'].result.parse(page);
  expect(next).toBe('older');
  expect(lines).toMatchObject([
    {
      person: 'Sunita Rao',
      device: 'Desk 1',
      about: 'Amara Okafor',
      aboutDevice: null,
      reference: null,
      here: false,
    },
  ]);
  const without: AskCentral = async () => fail('no-contact', '');
  expect(await listAudit(desk.desk, without, { filter, after: null })).toMatchObject({ code: 'no-contact' });
});
