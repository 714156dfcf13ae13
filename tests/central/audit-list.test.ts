import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteAnswer } from '../../contract/api.ts';
import type { DeviceLine } from '../../contract/devices.ts';
import { systemIds } from '../../central/ports.ts';
import { liftHold, placeHold } from '../../central/retention/legal-hold.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { catalogueContent, commandOn, incomingCase } from '../support/central-factories.ts';

type Page = RouteAnswer<'audit.list'>;
const MINUTE = 60_000;

describe.each(storeKinds)('the audit trail over %s', (kind) => {
  let server: TestCentral;
  let auditor: Client;
  let supervisor: Client;

  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.publish(
      catalogueContent({ harmTypes: [{ id: 'violence', label: 'Violence', areas: ['safety'] }] }),
    );
    await server.addPerson({
      username: 'audrey',
      displayName: 'Audrey Auditor',
      role: 'auditor',
      queues: [],
    });
    await server.addPerson({ username: 'sunita', displayName: 'Sunita Rao', role: 'supervisor', queues: [] });
    auditor = await server.signIn('audrey');
    supervisor = await server.signIn('sunita');
  });
  afterAll(() => server?.close());

  async function read(query: Record<string, string> = {}, client = auditor): Promise<Page> {
    const answer = await client.get(`/v1/audit?${new URLSearchParams(query).toString()}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Page;
  }

  test('U1: who viewed a case and who revealed what in it is found by its reference, with names', async () => {
    const { client, found, personId, username } = await withOneCase(server);
    const evidenceId = found.evidence[0]!.id;
    await client.push(
      commandOn(found, client.deviceId, { type: 'viewed', caseVersion: 1, evidenceId: null }),
      commandOn(found, client.deviceId, { type: 'revealed', evidenceId, field: '/title' }),
    );
    for (const by of [auditor, supervisor]) {
      const views = await read({ reference: found.reference.toLowerCase(), kind: 'case.viewed' }, by);
      expect(views.events).toMatchObject([
        { kind: 'case.viewed', personId, deviceId: client.deviceId, caseId: found.id },
      ]);
      expect(views.names.people).toEqual([{ id: personId, displayName: username }]);
      expect(views.names.cases).toEqual([{ id: found.id, reference: found.reference }]);
      expect(views.names.devices.map(({ id }) => id)).toEqual([client.deviceId]);
    }
    const revealed = await read({ reference: found.reference, kind: 'evidence' });
    expect(revealed.events).toMatchObject([{ kind: 'evidence.revealed', details: { evidenceId } }]);
    // Ids and digests, never what the case says (U1).
    expect(JSON.stringify(await read({ reference: found.reference }))).not.toContain(found.title);
    expect((await read({ reference: 'JP-999999' })).events).toEqual([]);
  });

  test('a person is found by a part of the name or by the user name, and one that nobody has finds nothing', async () => {
    const username = `m-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, displayName: `Mariam 100% ${username} Haddad` });
    await server.signIn(username);
    for (const person of [username, `${username.toUpperCase()} had`, `100% ${username}`]) {
      const { events } = await read({ person, kind: 'session.created' });
      expect(events).toMatchObject([{ personId, kind: 'session.created' }]);
    }
    expect((await read({ person: 'no%body' })).events).toEqual([]);
  });

  test('a time is from, itself included, until, itself not', async () => {
    const before = server.clock.now();
    server.clock.advance(MINUTE);
    const at = new Date(server.clock.now()).toISOString();
    const username = `t-${v7().slice(-12)}`;
    await server.addPerson({ username });
    server.clock.advance(1);
    const end = new Date(server.clock.now()).toISOString();
    const kinds = async (from: string, until: string) =>
      (await read({ from, until })).events.map((event) => event.kind);
    expect(await kinds(at, end)).toEqual(['person.added']);
    expect(await kinds(new Date(before + 1).toISOString(), at)).toEqual([]);
  });

  test('pages hold each event once, the newest first, whatever the filter', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(
      ...Array.from({ length: 7 }, () =>
        commandOn(found, client.deviceId, { type: 'viewed', caseVersion: 1, evidenceId: null }),
      ),
    );
    const filter = { reference: found.reference, kind: 'case.viewed', limit: '3' };
    const sizes: number[] = [];
    const seen = new Set<string>();
    let after: string | null = '';
    while (after !== null) {
      const page: Page = await read({ ...filter, ...(after === '' ? {} : { after }) });
      sizes.push(page.events.length);
      for (const { id } of page.events) seen.add(id);
      after = page.next;
    }
    expect(sizes).toEqual([3, 3, 1]);
    expect(seen.size).toBe(7);
  });

  test('P1: a sealed case is as if it were not there, by its reference too', async () => {
    await server.addPerson({ username: 'insider', queues: ['messages'], compartments: ['sealed-room'] });
    const insider = await server.signIn('insider');
    const [caseId = ''] = await server.addCases([
      incomingCase({ queue: 'messages', compartment: 'sealed-room' }),
    ]);
    const found = (await insider.pullAll()).get(caseId)!;
    await insider.push(
      commandOn(found, insider.deviceId, { type: 'viewed', caseVersion: 1, evidenceId: null }),
    );
    for (const by of [auditor, supervisor]) {
      expect((await read({ reference: found.reference }, by)).events).toEqual([]);
      expect(JSON.stringify(await read({}, by))).not.toContain(caseId);
    }
  });

  test('that somebody opted out of harm types is for auditors', async () => {
    const { client, personId } = await withOneCase(server);
    const [answer] = await client.push({
      type: 'opt-out',
      id: v7(),
      deviceId: client.deviceId,
      madeAt: new Date().toISOString(),
      harmTypes: ['violence'],
    } as never);
    expect(answer).toMatchObject({ status: 'applied' });
    expect((await read({ personId, kind: 'person.opt-out' })).events).toHaveLength(1);
    expect((await read({ personId, kind: 'person.opt-out' }, supervisor)).events).toEqual([]);
  });

  test('a legal hold that was placed and lifted can be read', async () => {
    const { found } = await withOneCase(server);
    const deps = { store: server.store, clock: server.clock, ids: systemIds, evidence: server.evidence };
    await liftHold(deps, await placeHold(deps, { reference: found.reference }, 'A request of the police'));
    const { events } = await read({ kind: 'legal-hold' });
    expect(events.map((event) => event.kind)).toEqual(['legal-hold.lifted', 'legal-hold.placed']);
  });

  test('S3: who revoked which device is found, and when it was first seen', async () => {
    const firstSeenAt = new Date(server.clock.now()).toISOString();
    const { client, personId, username } = await withOneCase(server);
    server.clock.advance(MINUTE);
    const ended = await supervisor.post(`/v1/devices/${client.deviceId}/end`, {
      how: 'revoke',
      personId: null,
      reason: 'Left on a train',
    });
    const { devices } = (await ended.json()) as { devices: DeviceLine[] };
    expect(devices).toMatchObject([{ firstSeenAt, ending: { how: 'revoke', by: 'Sunita Rao' } }]);
    const { events, names } = await read({ person: 'sunita', kind: 'device' });
    expect(events).toMatchObject([
      { kind: 'device.revoked', details: { device: client.deviceId, person: personId } },
    ]);
    expect(names.people).toContainEqual({ id: personId, displayName: username });
    expect(names.devices.map(({ id }) => id)).toContain(client.deviceId);
  });
});
