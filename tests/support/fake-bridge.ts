import { readFileSync } from 'node:fs';
import {
  Settings,
  bridge as table,
  type Answer,
  type AppState,
  type AttentionItem,
  type Bridge,
  type BridgeEvent,
  type BridgeInput,
  type BridgeMethod,
  type BridgeParams,
  type BridgeResult,
  type DecidedDecision,
  type Exposure,
  type Failure,
  type FailureCode,
  type OwnDecision,
  type QueueFilter,
  type QueueRow,
  type Readiness,
  type SessionState,
  type Status,
  type SyncError,
  type WorkState,
} from '../../contract/bridge.ts';
import type { BatchAnswer, NearDuplicate } from '../../contract/batch.ts';
import { Catalogue } from '../../contract/catalogue.ts';
import { demoAccounts } from '../../contract/demo.ts';
import type { Decision } from '../../contract/command.ts';
import type { Draft } from '../../contract/draft.ts';
import type { AuditLine } from '../../contract/audit.ts';
import type { AwaitingApproval } from '../../contract/approval.ts';
import type { DeviceLine } from '../../contract/devices.ts';
import type { EnforcementLine, EnforcementState } from '../../contract/enforcement.ts';
import type { EvidenceDifference } from '../../contract/evidence-difference.ts';
import { Account, type Role } from '../../contract/people.ts';
import { approvalSeen } from './fake-approvals.ts';
import { fakeFigures } from './fake-figures.ts';
import type { FirstDecision } from '../../contract/first-decision.ts';
import { lateLook } from './fake-late-room.ts';
import type { LateDecision, TeamMember } from '../../contract/supervision.ts';
import { createFakeCase, createFakeRow, fakeId, type FakeCase, type FakeEvidence } from './fake-cases.ts';

type Plan = Readonly<{
  /** Cases in the queue. */
  cases?: number;
  /** At least so many pieces of evidence in each. */
  tabs?: number;
  /** Of every case, instead of what the stories have. */
  evidence?: readonly FakeEvidence[];
  role?: Role;
  signedIn?: boolean;
  settings?: Partial<Settings>;
  attention?: readonly AttentionItem[];
  /** What changed after decisions that are listed in `attention`. */
  differences?: readonly EvidenceDifference[];
  /** Below what is decided in the test. */
  decided?: readonly DecidedDecision[];
  enforcement?: readonly EnforcementLine[];
  /** Newest first. */
  audit?: readonly AuditLine[];
  devices?: readonly DeviceLine[];
  /** Oldest first. */
  approvals?: readonly AwaitingApproval[];
  /** Newest first. */
  lateRoom?: readonly LateDecision[];
  exposure?: Partial<Exposure>;
  /** What a colleague decided too late on one of the cases (D8). */
  late?: Decision;
  /** The first case of the queue is an appeal against it. */
  appeal?: FirstDecision;
  /** The first so many posts of the queue are nearly the same. */
  duplicates?: number;
  /** The first so many cases are of one subject. */
  sameSubject?: number;
  /** Places of cases that a batch cannot decide: known before, or only once it is submitted. */
  refused?: readonly number[];
  refusedLater?: readonly number[];
  /** Batches are refused as a whole. */
  batchFails?: FailureCode;
  /** Wall milliseconds. */
  now?: () => number;
}>;
type Handlers = { [M in BridgeMethod]: (params: BridgeParams<M>) => BridgeResult<M> | Failure };

const marketplace = new URL('../../central/catalogues/marketplace.json', import.meta.url);
const fail = (code: FailureCode, detail = ''): Failure => ({ ok: false, code, detail, errors: [] });
const emptyDraft: Draft = {
  content: {
    outcome: null,
    policies: [],
    actions: [],
    severity: null,
    rationale: '',
    message: null,
    adopts: null,
    caret: null,
  },
  revision: 0,
  savedAt: null,
};

const isPlain = ({ search, queue, source, dueWithinMinutes, drafts }: QueueFilter): boolean =>
  search === '' && queue === null && source === null && dueWithinMinutes === null && !drafts;

function fits(filter: QueueFilter, row: QueueRow, now: number): boolean {
  const due = row.dueAt === null ? Infinity : (Date.parse(row.dueAt) - now) / 60_000;
  return (
    (filter.queue === null || row.queue === filter.queue) &&
    (filter.source === null || row.source === filter.source) &&
    (filter.dueWithinMinutes === null || due <= filter.dueWithinMinutes) &&
    (!filter.drafts || row.work === 'draft') &&
    `${row.title} ${row.summary}`.toLowerCase().includes(filter.search.toLowerCase())
  );
}

/**
 * A workstation in memory: the whole bridge table, answering what the table says that it must. What it is asked and
 * what it answers go through the schemas, so that it cannot drift from the real one unseen.
 */
export function createFakeBridge(plan: Plan = {}) {
  const { cases = 40, tabs = 0, role = 'reviewer', now = Date.now } = plan;
  const start = now();
  const account = Account.parse({
    id: fakeId(0xacc, 7),
    username: 'reviewer-07',
    displayName: 'Amara Okafor',
    role,
    queues: ['job-posts', 'messages', 'profiles'],
    languages: ['en'],
    compartments: [],
    capacity: 50,
  });
  const catalogue = Catalogue.parse({
    ...(JSON.parse(readFileSync(marketplace, 'utf8')) as object),
    version: 1,
    publishedAt: '2026-11-23T05:00:00.000Z',
  });
  const listeners = new Set<(event: BridgeEvent) => void>();
  const calls: { method: BridgeMethod; params: unknown }[] = [];
  const opened = new Map<number, FakeCase>();
  const drafts = new Map<string, Draft>();
  const decisions: OwnDecision[] = [];
  const gone = new Set<string>();
  const snapshots = new Map<number, readonly number[]>();
  let attention = [...(plan.attention ?? [])];
  let exposure: Exposure = {
    onBreakSince: null,
    shiftEnded: false,
    harmTypes: catalogue.harmTypes.map(({ id, label, budget }) => ({
      id,
      label,
      budget,
      revealed: 0,
      sinceBreak: 0,
      optedOut: false,
    })),
    heldOptedOut: 0,
    ...plan.exposure,
  };
  const exposed = (change: Partial<Exposure>): Exposure => {
    exposure = { ...exposure, ...change };
    announce({ event: 'exposure' });
    return exposure;
  };
  const left = () => ({ untouched: undecided(), begun: 0, drafts: 0, resting: 0, waiting: 0, attention: 0 });
  let decided = [...(plan.decided ?? [])];
  let enforcement = [...(plan.enforcement ?? [])];
  let devices = [...(plan.devices ?? [])];
  let approvals = [...(plan.approvals ?? [])];
  let lateRoom = [...(plan.lateRoom ?? [])];
  let settings = Settings.parse(plan.settings ?? {});
  let session: SessionState = plan.signedIn === false ? { is: 'signed-out' } : { is: 'signed-in', account };
  let over: Partial<Status> = {};
  let errors: readonly SyncError[] = [];
  let readiness: Readiness = {
    missing: 0,
    missingBytes: 0,
    stuck: 0,
    memoryOnly: 0,
    fetching: 'by-itself',
  };
  let made = 0;
  let notThere: TeamMember['away'] = null;

  const at = () => new Date(now()).toISOString();
  const all = Array.from({ length: cases }, (_, index) => index);
  const indexOf = (caseId: string) => Number.parseInt(caseId.slice(-12), 16);
  const standing = (caseId: string) =>
    decisions.findLast((own) => own.caseId === caseId && own.state !== 'withdrawn') ?? null;
  const workOf = (caseId: string): WorkState => {
    if (gone.has(caseId)) return 'gone';
    if (standing(caseId) !== null) return 'held';
    return (drafts.get(caseId)?.revision ?? 0) > 0 ? 'draft' : 'open';
  };
  const rowOf = (index: number): QueueRow => {
    const row = createFakeRow(index, start);
    return { ...row, work: workOf(row.caseId) };
  };
  const caseAt = (index: number): FakeCase => {
    const fresh = opened.get(index) ?? createFakeCase(index, start, tabs, plan.evidence);
    const { appeal } = plan;
    const isAppeal = index === 0 && appeal !== undefined;
    const kept: FakeCase = isAppeal
      ? { ...fresh, case: { ...fresh.case, source: 'appeal', riskScore: null, appeal } }
      : fresh;
    return (opened.set(index, kept), kept);
  };
  const undecided = () => cases - gone.size - decisions.filter(({ state }) => state !== 'withdrawn').length;
  const status = (): Status => ({
    contact: 'online',
    since: new Date(start).toISOString(),
    reason: 'none',
    lastContactAt: at(),
    nextAttemptAt: null,
    waiting: decisions.filter(({ state }) => state === 'held').length,
    waitingDecisions: decisions.filter(({ state }) => state === 'held').length,
    attention: attention.length,
    queue: undecided(),
    ready: undecided(),
    arrivals: 0,
    unreadable: 0,
    drafts: [...drafts.values()].filter(({ revision }) => revision > 0).length,
    fetching: 0,
    retiring: false,
    restored: null,
    catalogueVersion: 1,
    clockOffsetMs: 0,
    ...over,
  });

  const announce = (event: BridgeEvent) => listeners.forEach((listener) => listener(event));
  function changed(caseId: string): void {
    announce({ event: 'status', status: status() });
    announce({ event: 'queue', caseIds: [caseId as QueueRow['caseId']] });
    announce({ event: 'case', caseId: caseId as QueueRow['caseId'] });
  }
  const open = (caseId: string): BridgeResult<'case.open'> | Failure => {
    const index = indexOf(caseId);
    if (!(index < cases)) return fail('not-found');
    return {
      ...caseAt(index),
      ...(alike.has(index) ? { case: { ...caseAt(index).case, nearDuplicateDigest: 'd'.repeat(64) } } : {}),
      draft: drafts.get(caseId) ?? emptyDraft,
      work: workOf(caseId),
      own: standing(caseId),
      newer: null,
      gone: gone.has(caseId) ? 'released' : null,
      others: othersOf(index),
    };
  };
  const othersOf = (index: number): BridgeResult<'case.open'>['others'] =>
    all
      .filter((other) => Math.max(index, other) < (plan.sameSubject ?? 0) && other !== index)
      .map((other) => {
        const { caseId, reference, title, queue, work } = rowOf(other);
        return { caseId, reference, title, queue, work };
      });
  const posts = all.filter((index) => createFakeRow(index, start).subjectType === 'job-post');
  const alike = new Set(posts.slice(0, plan.duplicates ?? 0));
  const groupOf = (like: string): readonly number[] => {
    const own = indexOf(like);
    const others = [...alike].filter(
      (index) => index !== own && ['open', 'draft'].includes(rowOf(index).work) && alike.has(own),
    );
    return [own, ...others];
  };
  const duplicateAt = (index: number): NearDuplicate => {
    const { caseId, reference, title, work } = rowOf(index);
    return {
      caseId,
      caseVersion: 1,
      reference,
      title,
      owner: `Client ${7300 + index}`,
      hasDraft: work === 'draft',
      text: `${title}\nWe are seeking motivated people for data entry at home.\nA refundable deposit of $${90 + index * 10} covers the licence. Write to @hirіng-desk.`,
      goesOn: false,
      why: (plan.refused ?? []).includes(index)
        ? 'This case has nothing that one of the actions could aim at.'
        : '',
    };
  };
  const commandId = () => fakeId(0xc0, (made += 1)) as OwnDecision['decisionId'];
  const away = ({ caseId }: { caseId: string }) => {
    gone.add(caseId);
    changed(caseId);
    return { commandId: commandId() };
  };
  const person = { id: account.id, username: account.username, displayName: account.displayName, role };

  const lateHere = () => (plan.late === undefined || standing(plan.late.caseId) !== null ? [] : [plan.late]);
  const hasView = (caseId: string) => (drafts.get(caseId)?.content.outcome ?? null) !== null;
  const contentOf = ({ outcome, policies, actions, severity, rationale, message }: Decision) => ({
    outcome,
    policies,
    actions,
    severity,
    rationale,
    message,
  });
  function submit(
    caseId: OwnDecision['caseId'],
    content: Draft['content'],
    batchId: OwnDecision['batchId'] = null,
  ): BridgeResult<'decision.submit'> | Failure {
    if (standing(caseId) !== null) return fail('already-decided');
    if (content.outcome === null) return fail('incomplete', 'outcome');
    const row = createFakeRow(indexOf(caseId), start);
    const own: OwnDecision = {
      decisionId: commandId(),
      caseId,
      title: row.title,
      reference: row.reference,
      outcome: content.outcome,
      state: 'held',
      decidedAt: at(),
      holdEndsInMs: 5000,
      undo: 'withdraw',
      batchId,
    };
    decisions.push(own);
    drafts.set(caseId, { content, revision: (drafts.get(caseId)?.revision ?? 0) + 1, savedAt: at() });
    changed(caseId);
    announce({ event: 'decisions' });
    return { own };
  }

  const handlers: Handlers = {
    'app.state': (): AppState => ({
      shell: 'loopback',
      version: '0.1.0',
      central: 'http://127.0.0.1:8787',
      session,
      status: status(),
      lastCaseId: null,
      demoAccounts: demoAccounts.map((one) => ({ ...one })),
      problem: null,
    }),
    'session.signIn': ({ username, password }) => {
      if (!demoAccounts.some((one) => one.username === username && one.password === password))
        return fail('wrong-credentials');
      session = { is: 'signed-in', account };
      announce({ event: 'session', session });
      return { session };
    },
    'session.signOut': () => {
      session = { is: 'signed-out' };
      announce({ event: 'session', session });
      return { session };
    },
    'settings.get': () => settings,
    'settings.set': (change) => {
      settings = Settings.parse({ ...settings, ...change });
      announce({ event: 'settings', settings });
      return settings;
    },
    'catalogue.current': () => ({ catalogue }),

    'queue.open': ({ filter, count }) => {
      const found = isPlain(filter) ? all : all.filter((index) => fits(filter, rowOf(index), now()));
      const snapshotId = snapshots.size + 1;
      snapshots.set(snapshotId, found);
      return {
        snapshotId,
        total: found.length,
        rows: found.slice(0, count).map(rowOf),
        counts: {
          all: cases,
          detection: 0,
          report: 0,
          dueInHour: 0,
          drafts: 0,
          queues: catalogue.queues.map(({ id, name }) => ({ queue: id, name, count: 1 })),
        },
      };
    },
    'queue.rows': ({ snapshotId, from, count }) => ({
      rows: (snapshots.get(snapshotId) ?? []).slice(from, from + count).map(rowOf),
    }),
    'queue.nextUndecided': ({ snapshotId, from, direction }) => {
      const found = snapshots.get(snapshotId) ?? [];
      const step = direction === 'forward' ? 1 : -1;
      for (let index = from + step; index >= 0 && index < found.length; index += step) {
        const { work } = rowOf(found[index]!);
        if (work === 'open' || work === 'draft') return { index };
      }
      return { index: null };
    },
    'queue.indexOf': ({ snapshotId, caseId }) => {
      const index = (snapshots.get(snapshotId) ?? []).indexOf(indexOf(caseId));
      return { index: index === -1 ? null : index };
    },

    'case.open': ({ caseId }) => open(caseId),
    'case.takeNewer': ({ caseId }) => open(caseId),
    'case.note': () => ({ commandId: commandId() }),
    'case.snooze': away,
    'case.skip': away,
    'case.recuse': away,
    'case.release': away,
    'case.handOver': away,
    'case.escalate': away,
    'case.flagPattern': () => ({ commandId: commandId() }),
    'evidence.reveal': () => ({ value: null }),
    'evidence.takeOut': () => ({}),
    'evidence.fetch': () => ({}),

    'draft.save': ({ caseId, follows, content }) => {
      const revision = drafts.get(caseId)?.revision ?? 0;
      if (follows !== revision) return fail('draft-conflict');
      drafts.set(caseId, { content, revision: revision + 1, savedAt: at() });
      announce({ event: 'queue', caseIds: [caseId] });
      return { revision: revision + 1, savedAt: at() };
    },
    'draft.discard': ({ caseId }) => {
      drafts.delete(caseId);
      return {};
    },
    'decision.submit': ({ caseId, content }) => submit(caseId, content),
    'decision.undo': ({ decisionId }) => {
      const older = decided.find((one) => one.decisionId === decisionId);
      if (older !== undefined) {
        const recalled = { ...older, recall: 'on-its-way', undo: 'none' } as const;
        decided = decided.map((one) => (one === older ? recalled : one));
        announce({ event: 'decisions' });
        return { decisionId: older.decisionId, caseId: older.caseId, did: 'recall' };
      }
      const newest = decisions.findLastIndex(({ state }) => state === 'held');
      const own = decisions[newest];
      if (own === undefined) return fail('nothing-to-undo');
      decisions[newest] = { ...own, state: 'withdrawn', undo: 'none' };
      changed(own.caseId);
      announce({ event: 'decisions' });
      return { decisionId: own.decisionId, caseId: own.caseId, did: 'withdrawn' };
    },
    'decision.nearDuplicates': ({ like, from, count }) => {
      const group = groupOf(like);
      return { total: group.length, cases: group.slice(from, from + count).map(duplicateAt) };
    },
    'decision.submitBatch': ({ cases: chosen, content }) => {
      if (plan.batchFails !== undefined) return fail(plan.batchFails);
      const batchId = fakeId(0xba7, (made += 1)) as NonNullable<OwnDecision['batchId']>;
      const answers = chosen.map(({ caseId }): BatchAnswer => {
        const answer = [...(plan.refused ?? []), ...(plan.refusedLater ?? [])].includes(indexOf(caseId))
          ? fail('invalid', 'This case has changed since it was looked at. Look at it again.')
          : submit(caseId, content, batchId);
        return 'own' in answer
          ? { caseId, decisionId: answer.own.decisionId, did: 'decided', detail: '' }
          : { caseId, decisionId: null, did: 'refused', detail: answer.detail };
      });
      return { batchId: answers.some(({ did }) => did === 'decided') ? batchId : null, answers };
    },
    'decision.undoBatch': ({ batchId }) => {
      const members = decisions.filter((own) => own.batchId === batchId);
      if (members.length === 0) return fail('nothing-to-undo');
      const answers = members.map(({ caseId, decisionId, reference, title, state }) => ({
        caseId,
        decisionId,
        reference,
        title,
        did: state === 'held' ? ('withdrawn' as const) : ('left' as const),
      }));
      for (const [index, own] of decisions.entries())
        if (own.batchId === batchId) decisions[index] = { ...own, state: 'withdrawn', undo: 'none' };
      for (const { caseId } of members) changed(caseId);
      announce({ event: 'decisions' });
      return { batchId, answers };
    },
    'decision.recent': ({ count }) => ({ decisions: decisions.toReversed().slice(0, count) }),
    'decision.list': ({ from, count }) => ({
      total: decisions.length + decided.length,
      decisions: [
        ...decisions.toReversed().map((own) => ({ ...own, recall: null, actions: [] })),
        ...decided,
      ].slice(from, from + count),
      asOf: at(),
    }),
    'today.get': () => ({ decided: decisions.length, activeMs: 72_000, openMs: 90_000, waitMs: 600_000 }),

    'exposure.get': () => exposure,
    'break.take': () => exposed({ onBreakSince: at(), shiftEnded: false }),
    'shift.left': () => left(),
    'shift.end': () => {
      const released = left().untouched;
      exposed({ onBreakSince: at(), shiftEnded: true });
      return { released, at: at(), left: { ...left(), untouched: 0 } };
    },
    'break.end': () =>
      exposed({
        onBreakSince: null,
        shiftEnded: false,
        harmTypes: exposure.harmTypes.map((one) => ({ ...one, sinceBreak: 0 })),
      }),
    'exposure.optOut': ({ harmTypes }) =>
      exposed({
        harmTypes: exposure.harmTypes.map((one) => ({ ...one, optedOut: harmTypes.includes(one.id) })),
      }),
    'exposure.release': () => {
      const released = exposure.heldOptedOut;
      exposed({ heldOptedOut: 0 });
      return { released };
    },

    'attention.list': () => ({ items: attention }),
    'attention.difference': ({ id }) =>
      plan.differences?.find((one) => one.id === id && attention.some((item) => item.id === id)) ??
      fail('not-found'),
    'attention.resolve': ({ id }) => {
      const item = attention.find((one) => one.id === id);
      if (item === undefined) return fail('not-found');
      attention = attention.filter((one) => one.id !== id);
      announce({ event: 'attention' });
      announce({ event: 'status', status: status() });
      return { caseId: item.caseId };
    },

    'sync.report': () => ({
      outbox: [],
      drafts: [...drafts]
        .filter(([caseId, { revision }]) => revision > 0 && standing(caseId) === null)
        .map(([caseId, draft]) => {
          const { reference, title } = createFakeRow(indexOf(caseId), start);
          return {
            caseId: caseId as QueueRow['caseId'],
            reference,
            title,
            savedAt: draft.savedAt ?? at(),
            outcome: draft.content.outcome,
            beginning: draft.content.rationale.slice(0, 160),
            gone: gone.has(caseId),
          };
        })
        .toReversed(),
      cases,
      evidenceBytes: 1_048_576,
      evidenceBudgetBytes: 2 ** 31,
      lastPullAt: at(),
      readiness,
      lastErrors: [...errors],
      schemaVersion: 1,
      protocol: 1,
    }),
    'sync.now': () => ({}),
    'sync.makeReady': ({ stop }) => {
      readiness = { ...readiness, fetching: stop ? 'stopped' : 'asked' };
      return {};
    },
    'sync.byChoice': ({ offline }) => {
      over = offline ? { contact: 'offline-by-choice', reason: 'by-choice', since: at() } : {};
      announce({ event: 'status', status: status() });
      return {};
    },

    'people.list': () => ({ people: [person], at: at() }),
    'team.list': () => ({
      at: at(),
      members: [
        {
          ...person,
          queues: [],
          languages: ['en', 'de'],
          capacity: 50,
          openCases: cases,
          oldestAt: at(),
          onBreakSince: null,
          away: notThere,
          lastContactAt: at(),
          waiting: 0,
          waitingAt: null,
        },
      ],
    }),
    'team.figures': ({ since }) => ({ ...fakeFigures(person.id), at: at(), since }),
    'backlog.list': ({ after }) => {
      const from = after === null ? 0 : Number(after);
      const page = all.slice(from, from + 100).map((index) => {
        const { case: one } = caseAt(index);
        const { id, reference, title, state, queue, source, dueAt, epoch, priority } = one;
        return {
          id,
          reference,
          title,
          state,
          queue,
          source,
          band: priority.band,
          dueAt,
          epoch,
          assignee: null,
        };
      });
      return { cases: page, total: cases, next: from + 100 < cases ? String(from + 100) : null };
    },
    'reassignment.preview': ({ target, filter }) => {
      const named = all
        .map((index) => caseAt(index).case)
        .filter(({ id }) => filter.cases === null || filter.cases.includes(id));
      const lines = named.slice(0, 1000).map((one) => ({
        id: one.id,
        reference: one.reference,
        title: one.title,
        state: one.state,
        queue: one.queue,
        source: one.source,
        band: one.priority.band,
        dueAt: one.dueAt,
        epoch: one.epoch,
        assignee: null,
      }));
      // The last one fits nobody.
      const placed = target.to === 'balanced' ? lines.slice(0, -1) : [];
      return {
        cases: lines,
        total: named.length,
        targetOpenCases: target.to === 'person' ? 45 : null,
        targetCapacity: target.to === 'person' ? 50 : null,
        plan: placed.map(({ id }) => ({ caseId: id, personId: person.id })),
        after:
          placed.length === 0
            ? []
            : [
                {
                  personId: person.id,
                  displayName: person.displayName,
                  gets: placed.length,
                  open: placed.length,
                  capacity: 50,
                },
              ],
      };
    },
    'reassignment.create': ({ cases: named }) => ({
      id: commandId(),
      answers: named.map(({ caseId, epoch }) => ({ caseId, status: 'moved', epoch: epoch + 1 })),
    }),
    'late.list': ({ kind }) => {
      if (over.contact === 'offline') return fail('no-contact');
      const kindOf = ({ settled, contested }: LateDecision) => (settled === 'open' ? contested : 'settled');
      const countOf = (one: string) => lateRoom.filter((line) => kindOf(line) === one).length;
      return {
        decisions: lateRoom.filter((line) => kindOf(line) === kind),
        conflicting: countOf('conflicting'),
        uncontested: countOf('uncontested'),
        next: null,
        at: at(),
      };
    },
    'late.look': ({ lateId }) => {
      const index = (plan.lateRoom ?? []).findIndex(({ decision }) => decision.id === lateId);
      return index < 0 ? fail('not-found') : lateLook(index);
    },
    'late.settle': ({ lateId, stands, standing: seen }) => {
      const settled = stands === 'late' ? ('stands' as const) : ('superseded' as const);
      lateRoom = lateRoom.map((line) => (line.decision.id === lateId ? { ...line, settled } : line));
      return { id: commandId(), status: 'settled', standing: stands === 'late' ? lateId : seen, epoch: 4 };
    },
    'late.offers': () => ({
      offers: lateHere().map(({ id, caseId, decidedAt }) => ({
        decisionId: id,
        caseId,
        own: false,
        receivedAt: decidedAt,
        canSee: hasView(caseId),
      })),
    }),
    'late.see': ({ decisionId }) => {
      const decision = lateHere().find(({ id }) => id === decisionId);
      if (decision === undefined) return fail('not-found');
      return hasView(decision.caseId) ? { decision } : fail('conflict', 'Form a view of your own first');
    },
    'late.adopt': ({ decisionId }) => {
      const decision = lateHere().find(({ id }) => id === decisionId);
      if (decision === undefined) return fail('not-found');
      return submit(decision.caseId, { ...emptyDraft.content, ...contentOf(decision), adopts: decisionId });
    },
    'batch.reverse': () => fail('no-contact'),
    'enforcement.list': ({ state }) => {
      if (over.contact === 'offline') return fail('no-contact');
      const of = (one: EnforcementState) => enforcement.filter((line) => line.state === one);
      return {
        lines: (['failed', 'requested', 'confirmed', 'cancelled'] as const)
          .filter((one) => state === null || one === state)
          .flatMap(of),
        failed: of('failed').length,
        waiting: of('requested').length,
        next: null,
        at: at(),
      };
    },
    'audit.list': ({ filter, after }) => {
      if (over.contact === 'offline') return fail('no-contact');
      const found = (plan.audit ?? []).filter(
        ({ kind, reference }) =>
          (filter.kind === null || kind.startsWith(filter.kind)) &&
          (filter.reference === '' || reference === filter.reference),
      );
      const from = Number(after ?? 0);
      const next = from + 20 < found.length ? String(from + 20) : null;
      return { lines: found.slice(from, from + 20), next, at: at() };
    },
    'approvals.list': () =>
      over.contact === 'offline' ? fail('no-contact') : { approvals, more: false, at: at() },
    'approvals.see': ({ decisionId }) => {
      const index = approvals.findIndex(({ cases: members }) =>
        members.some((member) => member.decisionId === decisionId),
      );
      return index < 0 ? fail('not-found') : approvalSeen(index);
    },
    'approvals.settle': ({ decisions: settled, verdict }) => {
      const named = new Set<string>(settled);
      approvals = approvals.flatMap((one) => {
        const waiting = one.cases.filter((member) => !named.has(member.decisionId));
        return waiting.length === 0 ? [] : [{ ...one, cases: waiting }];
      });
      const came = verdict === 'approve' ? ('approved' as const) : ('refused' as const);
      return {
        id: commandId(),
        answers: settled.map((decisionId) => ({ decisionId, status: came })),
      };
    },
    'people.away': ({ personId, until, reason, ...order }) => {
      notThere = order.away ? { since: at(), until, reason } : null;
      const moved = order.away ? all.slice(0, 3) : [];
      return {
        id: commandId(),
        personId,
        awaySince: notThere?.since ?? null,
        awayUntil: until,
        answers: moved.map((index) => ({ caseId: caseAt(index).case.id, status: 'moved', epoch: 2 })),
      };
    },
    'devices.list': () => (over.contact === 'offline' ? fail('no-contact') : { devices, at: at() }),
    'devices.end': ({ deviceId, how, personId, reason }) => {
      const ending = how === 'allow' ? null : { how, orderedAt: at(), by: account.displayName, reason };
      const meant = (line: DeviceLine) =>
        line.id === deviceId && (personId === null || line.person.id === personId);
      devices = devices.map((line) => (meant(line) ? { ...line, ending } : line));
      return { devices: devices.filter(meant) };
    },
    'enforcement.retry': ({ id }) => {
      const line = enforcement.find((one) => one.id === id);
      if (line?.state !== 'failed') return fail('not-found');
      const asked = { ...line, state: 'requested', detail: '', nextAttemptAt: at() } as const;
      enforcement = enforcement.map((one) => (one.id === id ? asked : one));
      const { subject: _subject, by: _by, log: _log, ...answer } = asked;
      return answer;
    },
  };

  const bridge: Bridge = {
    async invoke<M extends BridgeMethod>(method: M, params: BridgeInput<M>): Promise<Answer<M>> {
      calls.push({ method, params });
      const asked = table[method].params.safeParse(params);
      if (!asked.success) return fail('invalid', asked.error.message) as Answer<M>;
      const value = (handlers[method] as (asked: unknown) => BridgeResult<M> | Failure)(asked.data);
      if ('ok' in value) return value as Failure;
      return { ok: true, value: table[method].result.parse(value) as BridgeResult<M> };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    bridge,
    calls,
    announce,
    asked: (method: BridgeMethod) => calls.filter((call) => call.method === method),
    /** What stands over the status that follows from the cases: lost contact, arrivals. */
    setStatus(change: Partial<Status>) {
      over = { ...over, ...change };
      announce({ event: 'status', status: status() });
    },
    setReadiness(change: Partial<Readiness>) {
      readiness = { ...readiness, ...change };
    },
    setErrors(next: readonly SyncError[]) {
      errors = next;
    },
    setSession(next: SessionState) {
      session = next;
      announce({ event: 'session', session });
    },
    account,
  };
}
