import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes, type Route, type RouteName } from '../../contract/api.ts';
import { fieldAccess, guardedCaseFields } from '../../contract/access.ts';
import type { Case } from '../../contract/case.ts';
import { Role } from '../../contract/people.ts';
import { sealAudit } from '../../central/audit/seal.ts';
import { startCentral, storeKinds, type Client, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase, jobPost } from '../support/central-factories.ts';

const names = Object.keys(routes) as RouteName[];
const table = names.flatMap((name) => Role.options.map((role) => [name, role] as const));

/** A call that its route would take, so that what refuses it is the role. */
function callFor(
  name: RouteName,
  known: { caseId: string; digest: string; personId: string; commandId: string },
) {
  const bodies: Partial<Record<RouteName, unknown>> = {
    'commands.push': {
      deviceId: v7(),
      sentAt: new Date().toISOString(),
      commands: [
        commandOn({ id: known.caseId as Case['id'], epoch: 1 }, v7(), { type: 'note', text: 'Hello.' }),
      ],
    },
    'intake.cases': { externalId: 'x' },
    'intake.reports': { externalId: 'x' },
    'intake.appeals': { externalId: 'x' },
    'intake.edit': { externalId: 'x', evidence: [{ key: 'post', document: jobPost('x') }] },
    'uploads.begin': { digest: known.digest, bytes: 1 },
    'enforcement.retry': { reason: 'Test' },
    'enforcement.answer': { status: 'confirmed' },
    'reassignment.preview': { target: { to: 'queue', queue: 'jobs' }, filter: { cases: [known.caseId] } },
    'late.settle': { id: v7(), stands: 'late', standing: null, reason: 'Test' },
    'approvals.settle': { id: v7(), verdict: 'approve', decisions: [known.commandId], reason: '' },
    'approvals.see': {},
    'late.look': {},
    'late.see': { outcome: 'violation' },
    'people.away': { id: v7(), away: false, until: null, reason: 'Test' },
    'devices.end': { how: 'retire', personId: null, reason: 'Test' },
    'devices.wiped': {
      receipt: 'x'.repeat(30),
      personId: known.personId,
      waiting: 0,
      drafts: 0,
      wipedAt: new Date().toISOString(),
    },
    'batch.reverse': { id: v7(), reason: 'Test' },
    'practice.create': { id: v7(), caseId: known.caseId, kind: 'second-review', queue: null },
    'reassignment.create': {
      id: v7(),
      target: { to: 'queue', queue: 'messages' },
      reason: 'Test',
      cases: [{ caseId: known.caseId, epoch: 99 }],
    },
  };
  const path = routes[name].path
    .replace(':version', '1')
    .replace(':digest', known.digest)
    .replace(':id', known.commandId)
    .replace(':externalId', 'x');
  const queries: Partial<Record<RouteName, string>> = { 'team.figures': '?since=2026-11-23T00:00:00.000Z' };
  return { method: routes[name].method, path: `${path}${queries[name] ?? ''}`, body: bodies[name] };
}

describe.each(storeKinds)('access over %s', (kind) => {
  let server: TestCentral;
  const clients = new Map<Role, Client>();
  const sealed = { title: 'Zebrafish sealed title', queue: 'messages' };
  let producerKey: string;
  let known: { caseId: string; digest: string; personId: string; commandId: string };

  beforeAll(async () => {
    server = await startCentral({ kind, metricsToken: 'token-of-the-operator' });
    producerKey = await server.addProducer({ sources: ['detection', 'report', 'vendor', 'appeal'] });
    for (const role of Role.options) {
      await server.addPerson({ username: `walk-${role}`, role, queues: ['jobs'] });
      clients.set(role, await server.signIn(`walk-${role}`));
    }
    // Someone with the grant works on the sealed case, so that it is in as many tables as a case can be.
    const insider = await server.addPerson({
      username: 'insider',
      queues: ['messages'],
      compartments: ['sealed-room'],
    });
    const [caseId = ''] = await server.addCases([
      incomingCase({
        ...sealed,
        compartment: 'sealed-room',
        subject: { type: 'message-thread', id: 'shared-thread', label: 'Zebrafish thread' },
        evidence: [{ key: 'post', document: jobPost('Zebrafish post') as never }],
      }),
      // Not sealed, of the same subject, in everybody's reach.
      incomingCase({ subject: { type: 'message-thread', id: 'shared-thread', label: 'A thread' } }),
    ]);
    const client = await server.signIn('insider');
    const found = (await client.pullAll()).get(caseId)!;
    const decision = decisionOn(found, client.deviceId, { rationale: 'Zebrafish rationale.' });
    await client.push(
      commandOn(found, client.deviceId, { type: 'note', text: 'Zebrafish note.' }),
      commandOn(found, client.deviceId, { type: 'viewed', caseVersion: 1, evidenceId: null }),
      decision,
      commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: 'Zebrafish.' }),
      decisionOn(found, client.deviceId, { rationale: 'Zebrafish late.' }),
    );
    await sealAudit(server.store);
    known = { caseId, digest: found.evidence[0]!.digest, personId: insider, commandId: decision.id };
  });
  afterAll(() => server?.close());

  async function call(name: RouteName, token: string | null): Promise<Response> {
    const { method, path, body } = callFor(name, known);
    const abort = new AbortController();
    const response = await fetch(`${server.url}${path}`, {
      method,
      signal: abort.signal,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (name !== 'feed.stream' || response.status !== 200) return response;
    const { value } = await response.body!.getReader().read();
    abort.abort();
    return new Response(value, { status: 200 });
  }

  test.each(names.filter((name) => routes[name].roles !== 'anyone'))(
    'P2: %s without a session is 401',
    async (name) => {
      const response = await call(name, null);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        code: 'signed-out',
        instanceId: server.central.instance.id,
      });
    },
  );

  test.each(names.filter((name) => routes[name].roles !== 'anyone'))(
    "P2: %s with a producer's key: the producers' routes, and no other",
    async (name) => {
      const response = await call(name, producerKey);
      const opened = ![401, 403].includes(response.status);
      expect({ opened, status: response.status }).toEqual({
        opened: routes[name].roles === 'producer',
        status: opened ? response.status : 401,
      });
      const answer = await response.text();
      expect(answer).not.toMatch(/zebrafish|sealed-room/i);
      expect(answer).not.toContain(known.caseId);
    },
  );

  test.each(table.filter(([name]) => !['session.end', 'session.create', 'session.refresh'].includes(name)))(
    'P1, P2: %s as %s: allowed as the table says, and no trace of the sealed case',
    async (name, role) => {
      const route: Route = routes[name];
      const { roles } = route;
      // Keys of producers, the platform and the operator are no sessions of people.
      const forPeople = roles === 'anyone' || typeof roles === 'object';
      const allowed = roles === 'anyone' || (typeof roles === 'object' && roles.includes(role));
      const response = await call(name, clients.get(role)!.session.accessToken);
      expect(allowed ? [200, 404] : forPeople ? [403] : [401]).toContain(response.status);
      const answer = await response.text();
      expect(answer).not.toMatch(/zebrafish/i);
      expect(answer).not.toContain('sealed-room');
      // The answer to a reassignment names the ids that it was asked about, and no more.
      const told = name === 'reassignment.create' ? answer.replace(known.caseId, '') : answer;
      expect(told).not.toContain(known.caseId);
      expect(answer).not.toContain('golden');
    },
  );

  test('P1: a case of the same subject is given to others, and names no sealed one beside it', async () => {
    const holders = await Promise.all([...clients.values()].map((client) => client.get('/v1/feed')));
    const pages = await Promise.all(holders.filter((one) => one.ok).map((one) => one.json()));
    const twins = pages
      .flatMap((page) => page.changes)
      .filter((one) => one.case?.subject.id === 'shared-thread');
    expect(twins).toMatchObject([{ case: { otherOpenCases: [] } }]);
  });

  test('P1: a sealed case is answered like one that does not exist', async () => {
    const boss = clients.get('supervisor')!;
    const answers = await Promise.all(
      [known.caseId, v7()].map(async (caseId) => {
        const response = await boss.post('/v1/reassignments', {
          id: v7(),
          target: { to: 'queue', queue: 'jobs' },
          reason: 'Test',
          cases: [{ caseId, epoch: 1 }],
        });
        const {
          answers: [answer],
        } = (await response.json()) as { answers: { status: string; epoch: number | null }[] };
        return { status: answer!.status, epoch: answer!.epoch };
      }),
    );
    expect(answers).toEqual([
      { status: 'not-found', epoch: null },
      { status: 'not-found', epoch: null },
    ]);
  });

  test.each(['reviewer', 'vendor-reviewer', 'quality'] as const)(
    'P2: the fields of a case as %s',
    async (role) => {
      const username = `fields-${role}-${v7().slice(-12)}`;
      await server.addPerson({ username, role, queues: ['specialists'], capacity: 2 });
      const owner = { type: 'account', id: `twin-${role}`, label: 'Twin' } as const;
      const twin = { queue: 'specialists', subject: owner, strikes: 3 };
      const document = {
        kind: 'profile',
        account: { id: 'a', label: 'A' },
        headline: 'Hello',
        about: 'Secret telephone 555',
      };
      await server.addCases([
        incomingCase({
          ...twin,
          evidence: [
            { key: 'profile', document, sensitiveFields: ['/about'] },
            {
              key: 'payments',
              document: { kind: 'payments', account: { id: 'a', label: 'A' }, payments: [] },
            },
          ],
        }),
        incomingCase(twin),
      ]);
      const client = await server.signIn(username);
      const [first] = (await client.pullAll()).values();
      await client.push(
        commandOn(first!, client.deviceId, { type: 'note', text: 'A colleague wrote this.' }),
      );
      const cases = [...(await client.pullAll()).values()];
      const found = cases.find((one) => one.evidence.some((item) => item.kind === 'profile'))!;
      const noted = cases.find((one) => one.id === first!.id)!;
      const access = fieldAccess[role];
      const empty: Record<string, unknown> = {
        riskScore: null,
        strikes: 0,
        related: [],
        otherOpenCases: [],
        notes: [],
        timeline: [],
        standing: null,
      };
      // A case that is held has no decision that stands, whoever reads it.
      const withheld = guardedCaseFields.filter((field) => {
        const value = (field === 'notes' ? noted : found)[field];
        return field !== 'standing' && JSON.stringify(value) === JSON.stringify(empty[field]);
      });
      expect(withheld).toEqual(access.withheldCaseFields.filter((field) => field !== 'standing'));
      const kinds = found.evidence.map((item) => item.kind);
      expect(kinds).toEqual(access.evidence === 'all' ? ['profile', 'payments'] : ['profile']);
      const profile = found.evidence[0]!;
      const content = await (await client.get(`/v1/evidence/${profile.digest}`)).text();
      expect(content.includes('555')).toBe(access.sensitiveFields);
      expect(profile.sensitiveFields.length > 0).toBe(access.sensitiveFields);
      // The whole form is another digest: who is given the restricted one cannot fetch it.
      const { rows } = await server.store.query<{ digest: string }>(
        'select digest from evidence_item where case_id = $1',
        [found.id],
      );
      const others = rows
        .map((row) => row.digest)
        .filter((digest) => !found.evidence.some((item) => item.digest === digest));
      for (const digest of others) expect((await client.get(`/v1/evidence/${digest}`)).status).toBe(404);
      expect(others).toHaveLength(access.sensitiveFields ? 0 : 2);
    },
  );
});
