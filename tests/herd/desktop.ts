/** One desktop with a person at it: the whole workstation of a shell, over files and sockets of its own. */
import { mkdirSync } from 'node:fs';
import type { Answer, BridgeInput, BridgeMethod, BridgeResult, Status } from '../../contract/bridge.ts';
import { createSystemIds, silentLog } from '../../electron/core/ports.ts';
import { openWorkstation } from '../../electron/core/workstation.ts';
import { testPassword } from '../support/central.ts';
import { violation } from '../core/support/valid.ts';
import type { Pace } from './pace.ts';

export interface DesktopPlan {
  readonly folder: string;
  readonly username: string;
  readonly centralUrl: string;
  readonly pace: Pace;
  readonly random: () => number;
  /** Between two decisions, on average, in the desktop's own time. */
  readonly everyMs: number;
  /** How many times faster than the wall this may run: waiting for an answer is real. */
  readonly patience: number;
}

export type Desktop = Awaited<ReturnType<typeof openDesktop>>;

export async function openDesktop(plan: DesktopPlan) {
  const { pace, random, patience } = plan;
  const keys = new Map<string, Uint8Array>();
  const decided: string[] = [];
  const shown: string[] = [];
  let lost = 0;
  let latest: Status | null = null;
  let deciding = false;
  let underWay: Promise<void> = Promise.resolve();
  mkdirSync(plan.folder, { recursive: true });
  const workstation = await openWorkstation({
    dataDir: plan.folder,
    centralUrl: plan.centralUrl,
    shell: 'loopback',
    version: '0.0.0-herd',
    demo: false,
    keys: {
      read: async (name) => keys.get(name) ?? null,
      async create(name) {
        const key = Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256));
        keys.set(name, key);
        return key;
      },
      destroy: async (name) => void keys.delete(name),
    },
    clock: pace.clock,
    timers: pace.timers,
    random,
    ids: createSystemIds(),
    log: silentLog,
    evidenceUrl: (digest) => `evidence:${digest}`,
    limits: { answerMs: 10_000 * patience, silenceMs: 8_000 * patience, overallMs: 45_000 * patience },
  });
  workstation.subscribe((event) => {
    if (event.event !== 'status') return;
    if (latest?.contact === 'online' && event.status.contact !== 'online') lost += 1;
    latest = event.status;
  });

  async function ask<M extends BridgeMethod>(
    method: M,
    params: BridgeInput<M>,
  ): Promise<BridgeResult<M> | null> {
    const answer = (await workstation.invoke(method, params)) as Answer<M>;
    if (answer.ok) return answer.value;
    shown.push(`${plan.username}: ${method}: ${answer.code} ${answer.detail}`);
    return null;
  }

  /** Takes the first case of the queue, looks at it, and decides it. */
  async function decideNext(): Promise<void> {
    const queue = await ask('queue.open', { filter: {}, order: 'priority', count: 1 });
    const [row] = queue?.rows ?? [];
    if (row === undefined || row.work !== 'open') return;
    const opened = await ask('case.open', { caseId: row.caseId, view: true });
    if (opened === null) return;
    const { subject, version } = opened.case;
    const target = { type: subject.type, id: subject.id };
    const content = violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target, params: {} }],
    });
    const done = await ask('decision.submit', {
      caseId: row.caseId,
      caseVersion: version,
      content: content as never,
      openMs: 1000,
      activeMs: 1000,
    });
    if (done !== null) decided.push(done.own.decisionId);
  }

  function planNext(waitMs: number): void {
    if (!deciding) return;
    pace.timers.set(() => {
      if (!deciding) return;
      underWay = decideNext();
      void underWay.then(() => planNext(plan.everyMs * (0.5 + random())));
    }, waitMs);
  }

  return {
    username: plan.username,
    /** Ids of decisions that the screen has confirmed. */
    decided: decided as readonly string[],
    /** Everything that went wrong before a person's eyes. */
    shown: shown as readonly string[],
    /** How often contact was lost. */
    lost: () => lost,
    signIn: () => ask('session.signIn', { username: plan.username, password: testPassword }),
    syncNow: () => ask('sync.now', {}),
    /** As it was last announced. */
    latest: () => latest,
    begin() {
      deciding = true;
      planNext(plan.everyMs * random());
    },
    /** Resolves when the decision under way is made: what is counted from here on is counted whole. */
    async rest() {
      deciding = false;
      await underWay;
    },
    async status(): Promise<Status> {
      const state = await ask('app.state', {});
      if (state === null) throw new Error('a workstation has no state');
      if (state.problem !== null) shown.push(`${plan.username}: ${state.problem.code}`);
      if (state.session.is !== 'signed-in') shown.push(`${plan.username}: ${state.session.is}`);
      return state.status;
    },
    close: () => workstation.close(),
  };
}
