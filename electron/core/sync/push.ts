/** Sends the outbox: one batch in flight, in order for a case, answered item by item (D4 to D7, D9, D11). */
import { CommandAnswers } from '../../../contract/feed.ts';
import type { CommandAnswer } from '../../../contract/feed.ts';
import type { Problem, ProblemCode } from '../../../contract/problem.ts';
import type { Clock, Log } from '../ports.ts';
import type { Profile } from '../store/profile.ts';
import type { WorkWrite } from '../store/database.ts';
import * as auditHead from '../store/work/audit-head.ts';
import * as decisions from '../store/work/decisions.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import type { OutboxEntry } from '../store/work/outbox.ts';
import type { CentralClient } from './central-client.ts';
import { mustBeConfirmed } from './confirm-rule.ts';
import { releaseAnsweredPins } from './kept.ts';

export interface PushDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly deviceId: string;
  /** Added to the device's clock gives the central API's. */
  readonly clockOffsetMs: () => number;
  /** Rows of these cases, and what waits for the person, may have changed. */
  readonly onChange: (caseIds: readonly string[]) => void;
  readonly onEra: (era: number) => void;
}

export type PushResult =
  | Readonly<{ is: 'done' }>
  | Readonly<{ is: 'no-contact' }>
  | Readonly<{ is: 'problem' }>
  /** The central API asked to be tried again, after so many milliseconds. */
  | Readonly<{ is: 'later'; afterMs: number }>;

export interface Push {
  /** Sends until nothing that may be sent is left. One run at a time. */
  run(): Promise<PushResult>;
}

const batchSize = 100;
/** UTF-16 code units of bodies in one batch; a single command may be larger. */
const batchLength = 512 * 1024;
const retryFloorMs = 1_000;

/** Refusals of an envelope that one bad item can cause: halving finds it (D5). */
const refusesItems: readonly ProblemCode[] = ['invalid', 'too-large', 'id-reused', 'conflict', 'not-found'];

export function createPush(deps: PushDeps): Push {
  const { profile, client, clock, log } = deps;
  const { work, cache } = profile;
  const now = (): string => new Date(clock.now()).toISOString();
  /** What was answered is kept by the central API's time: how long must not depend on this device's clock (L5). */
  const answeredAt = (): string => new Date(clock.now() + deps.clockOffsetMs()).toISOString();

  /** What may be sent; what has waited so long that it must be confirmed first (D9) is asked about, and left. */
  function take(): OutboxEntry[] {
    for (;;) {
      const batch = outbox.nextBatch(work, batchSize);
      const old = batch.filter((entry) => mustBeConfirmed(cache, entry, clock.now()));
      // A batch that has lost some to a question may hold others that are new to it.
      if (old.length === 0) return withinLength(batch);
      profile.commitWork((tx) =>
        outbox.askToConfirm(
          tx,
          old.map(({ id }) => id),
        ),
      );
      deps.onChange(old.map(({ caseId }) => caseId));
    }
  }

  async function send(batch: readonly OutboxEntry[]): Promise<PushResult> {
    const ids = batch.map(({ id }) => id);
    profile.commitWork((tx) => outbox.markSending(tx, ids));
    const { waiting } = outbox.countWaiting(work);
    const bodies = batch.map(({ body }) => body).join(',');
    const envelope =
      `{"deviceId":${JSON.stringify(deps.deviceId)},"sentAt":${JSON.stringify(now())},` +
      `"waiting":${waiting},"auditHead":${JSON.stringify(auditHead.find(work) ?? null)},"commands":[${bodies}]}`;
    const answer = await client.callAs('commands.push', CommandAnswers, { body: envelope });
    // Stopped and closed while it was on its way: the rows go back to pending at the next start (D4).
    if (!work.open) return { is: 'no-contact' };
    switch (answer.kind) {
      case 'ok':
        return settle(batch, answer.value);
      case 'no-contact':
        profile.commitWork((tx) => outbox.returnToPending(tx, ids, answer.reason));
        return { is: 'no-contact' };
      case 'problem':
        return refused(batch, answer.problem);
    }
  }

  function settle(
    batch: readonly OutboxEntry[],
    { answers, era, auditHead: head }: CommandAnswers,
  ): PushResult {
    const sent = new Map(batch.map((entry) => [entry.id, entry]));
    const given = answers.filter(({ id }) => sent.has(id));
    const at = answeredAt();
    profile.commitWork((tx) => {
      for (const answer of given) {
        outbox.settle(tx, answer, at);
        const entry = sent.get(answer.id);
        if (entry !== undefined) restoreWithdrawnRule(tx, entry, answer, at);
      }
      const answered = new Set<string>(given.map(({ id }) => id));
      const silent = batch.filter(({ id }) => !answered.has(id)).map(({ id }) => id);
      outbox.returnToPending(tx, silent, 'The answer did not name it');
      auditHead.keep(tx, head);
    });
    const caseIds = [...new Set(batch.map(({ caseId }) => caseId))].filter((id) => id !== outbox.NO_CASE);
    releaseAnsweredPins(profile, caseIds);
    deps.onEra(era);
    deps.onChange(caseIds);

    const retries = given.filter((answer) => answer.status === 'retry');
    const unsettled = batch.length - (given.length - retries.length);
    if (unsettled === 0) return { is: 'done' };
    return {
      is: 'later',
      afterMs: Math.max(retryFloorMs, ...retries.map(({ retryAfterMs }) => retryAfterMs)),
    };
  }

  /**
   * D12: a decision refused because the rules changed comes back as a draft, unless one is being written. One that was
   * taken back did so then, and one that a newer decision follows would stand in the way of that one's words (D3).
   */
  function restoreWithdrawnRule(tx: WorkWrite, entry: OutboxEntry, answer: CommandAnswer, at: string): void {
    if (answer.status !== 'rejected' || answer.code !== 'catalogue-changed' || entry.type !== 'decision')
      return;
    const decision = decisions.find(tx, entry.id);
    if (decision === undefined || drafts.find(tx, entry.caseId) !== undefined) return;
    if (entry.undoneBy !== null || outbox.isFollowed(tx, entry)) return;
    drafts.restore(tx, {
      caseId: entry.caseId,
      content: decision.draft,
      caseVersion: decision.caseVersion,
      epoch: entry.epoch,
      title: entry.title,
      reference: entry.reference,
      savedAt: at,
    });
  }

  async function refused(batch: readonly OutboxEntry[], problem: Problem): Promise<PushResult> {
    const ids = batch.map(({ id }) => id);
    const [only] = batch;
    if (!refusesItems.includes(problem.code)) {
      profile.commitWork((tx) => outbox.returnToPending(tx, ids, problem.code));
      return { is: 'problem' };
    }
    if (batch.length === 1 && only !== undefined) {
      log.warn('push.parked', { id: only.id, code: problem.code });
      const { code, detail, errors = [] } = problem;
      profile.commitWork((tx) =>
        outbox.settle(
          tx,
          { id: only.id as CommandAnswer['id'], status: 'rejected', code, detail, errors },
          answeredAt(),
        ),
      );
      deps.onChange(only.caseId === outbox.NO_CASE ? [] : [only.caseId]);
      return { is: 'done' };
    }
    profile.commitWork((tx) => outbox.returnToPending(tx, ids, problem.code));
    const middle = Math.ceil(batch.length / 2);
    const first = await send(batch.slice(0, middle));
    if (first.is !== 'done') return first;
    return send(batch.slice(middle));
  }

  return {
    async run() {
      // The round before may have failed at the disk between sending and keeping the answer (D4, fault 36).
      if (outbox.hasStranded(work)) profile.commitWork((tx) => outbox.returnStranded(tx));
      for (;;) {
        const batch = take();
        if (batch.length === 0) return { is: 'done' };
        const result = await send(batch);
        if (result.is !== 'done') return result;
      }
    },
  };
}

function withinLength(entries: readonly OutboxEntry[]): OutboxEntry[] {
  let length = 0;
  const batch: OutboxEntry[] = [];
  for (const entry of entries) {
    length += entry.body.length;
    if (batch.length > 0 && length > batchLength) break;
    batch.push(entry);
  }
  return batch;
}
