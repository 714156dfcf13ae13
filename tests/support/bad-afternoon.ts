/** A central API with a team of five, a wave of near-duplicates, and a platform that is told: for one bad afternoon. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { BridgeInput, BridgeResult } from '../../contract/bridge.ts';
import type { EnforcementRequest } from '../../contract/enforcement.ts';
import { callBridge } from './bridge-call.ts';
import type { Processes } from './processes.ts';

const SECRET = 'a secret of the platform';
export const people = [
  'reviewer-31',
  'reviewer-32',
  'reviewer-33',
  'supervisor-31',
  'supervisor-32',
] as const;
export type PersonName = (typeof people)[number];
type Content = BridgeInput<'decision.submit'>['content'];
type Opened = BridgeResult<'case.open'>;
export type Asked = EnforcementRequest & Readonly<{ isNew: boolean }>;

/** `holding`: how many cases the first reviewer holds. */
export async function startAfternoon(processes: Processes, { holding }: Readonly<{ holding: number }>) {
  const dataDir = processes.folder('central');
  const capacity = { 'reviewer-31': holding, 'reviewer-32': 160, 'reviewer-33': 160 } as Record<
    string,
    number
  >;
  for (const username of people) {
    const role = username.startsWith('supervisor') ? 'supervisor' : 'reviewer';
    const args = ['users', 'add', username, '--role', role, '--capacity', String(capacity[username] ?? 0)];
    await processes.central(dataDir, args, `${username}-demo`);
  }
  const added = ['producers', 'add', 'detector', '--name', 'Detector', '--sources', 'detection'];
  const key = await processes.central(dataDir, added);
  const platform = await processes.startPlatform({ secret: SECRET });
  const central = await processes.startCentral({
    mode: 'serve',
    dataDir,
    env: { PLATFORM_URL: new URL('/enforcement', platform.url).href, PLATFORM_SECRET: SECRET },
  });

  return {
    central,
    /** Nearly the same post of five accounts, so that an account is the subject of many decisions. */
    async wave(count: number): Promise<void> {
      for (let from = 0; from < count; from += 100) {
        const response = await fetch(`${central.url}/v1/cases`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            cases: Array.from({ length: Math.min(100, count - from) }, (_, index) => postOf(from + index)),
          }),
        });
        const { results } = (await response.json()) as { results: { status: string }[] };
        expect(results.every(({ status }) => status === 'added')).toBe(true);
      }
    },
    /** What the platform was asked, oldest first. */
    asked: (): readonly Asked[] =>
      existsSync(platform.log)
        ? readFileSync(platform.log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Asked)
        : [],
  };
}

const postOf = (number: number) => ({
  externalId: `wave-${number}`,
  source: 'detection',
  queue: 'job-posts',
  title: `Data entry, no experience (${number})`,
  subject: { type: 'job-post', id: `post-${number}`, label: `Post ${number}` },
  related: [
    {
      relation: 'owner',
      subject: { type: 'account', id: `account-${number % 5}`, label: `Owner ${number % 5}` },
    },
  ],
  riskScore: 0.9,
  evidence: [
    {
      key: 'post',
      label: 'Post',
      document: {
        kind: 'job-post',
        title: `Data entry, no experience (${number})`,
        client: { id: `account-${number % 5}`, label: `Owner ${number % 5}` },
        sections: [
          {
            name: 'description',
            heading: 'Description',
            text: `We seek motivated people for data entry at home. Send a deposit of $120 first. Ask for no. ${number}.`,
          },
        ],
      },
    },
  ],
});

/** Removes the post and warns its owner. */
export const violation = ({ case: of }: Opened, rationale: string): Content => ({
  outcome: 'violation',
  policies: ['spam-duplicate'] as never,
  actions: [
    { action: 'remove-content', target: { type: of.subject.type, id: of.subject.id }, params: {} },
    { action: 'warn', target: { type: 'account', id: of.related[0]!.subject.id }, params: {} },
  ] as never,
  severity: 'low',
  rationale,
  message: null,
  adopts: null,
  caret: null,
});

export const noViolation = (rationale: string): Content => ({
  outcome: 'no-violation',
  policies: [],
  actions: [],
  severity: null,
  rationale,
  message: null,
  adopts: null,
  caret: null,
});

/** One person at their workstation, worked through what its window would ask. */
export async function sitDown(processes: Processes, centralUrl: string, username: PersonName) {
  const shell = await processes.startLoopback({ central: centralUrl, demo: false });
  const ask: <M extends Parameters<typeof callBridge>[1]>(
    method: M,
    params: BridgeInput<M>,
  ) => Promise<BridgeResult<M>> = (method, params) => callBridge(shell.url, method, params);
  await ask('session.signIn', { username, password: `${username}-demo` });
  const status = async () => (await ask('app.state', {})).status;
  return {
    url: shell.url,
    ask,
    open: (caseId: string): Promise<Opened> => ask('case.open', { caseId: caseId as never, view: false }),
    async decide(caseId: string, content: (opened: Opened) => Content): Promise<void> {
      const opened = await this.open(caseId);
      await ask('decision.submit', {
        caseId: opened.case.id,
        caseVersion: opened.case.version,
        content: content(opened),
        openMs: 4_000,
        activeMs: 3_000,
      });
    },
    /** Cases in the order of the queue. */
    async queue(): Promise<string[]> {
      const { rows } = await ask('queue.open', { filter: {}, order: 'priority', count: 500 });
      return rows.map(({ caseId }) => caseId);
    },
    async waitUntil(what: (now: Awaited<ReturnType<typeof status>>) => boolean): Promise<void> {
      await expect.poll(async () => what(await status()), { timeout: 60_000 }).toBe(true);
    },
  };
}

export type Seat = Awaited<ReturnType<typeof sitDown>>;
