import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { Session } from '../../../contract/session.ts';
import { silentLog } from '../../../electron/core/ports.ts';
import { openProfile, type Profile } from '../../../electron/core/store/profile.ts';
import * as decisions from '../../../electron/core/store/work/decisions.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import {
  createSyncEngine,
  type SyncDeps,
  type SyncEngine,
  type SyncEvent,
} from '../../../electron/core/sync/engine.ts';
import type { Case } from '../../../contract/case.ts';
import { createFakeTime } from './fake-time.ts';
import type { ScriptedCentral } from './scripted-central.ts';
import { noViolation, START, violation } from './valid.ts';

export type SyncCore = ReturnType<typeof createSyncCore>;

/** A real store and a real engine over real sockets, with time in the hands of the test. */
export function createSyncCore(central: ScriptedCentral, change: Partial<SyncDeps> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'docket-sync-'));
  const time = createFakeTime(START);
  const identity = { instanceId: central.instanceId, personId: central.account.id };
  const deviceId = v7();
  const events: SyncEvent[] = [];
  const open = (): Profile => {
    const opened = openProfile({ dir, key: new Uint8Array(32).fill(3), identity, now: time.clock.now });
    if (!opened.ok) throw new Error(opened.problem.code);
    return opened.profile;
  };
  let appVersion = '1.0.0';
  const createEngine = (profile: Profile): SyncEngine => {
    const engine = createSyncEngine({
      profile,
      origin: central.origin,
      deviceId,
      appVersion,
      clock: time.clock,
      timers: time.timers,
      ids: { uuidv7: () => v7() },
      random: () => 0.5,
      log: silentLog,
      ...change,
    });
    engine.subscribe((event) => void events.push(event));
    return engine;
  };
  let profile = open();
  let engine = createEngine(profile);

  return {
    dir,
    time,
    events,
    deviceId,
    get profile() {
      return profile;
    },
    get engine() {
      return engine;
    },
    async signIn(): Promise<void> {
      const response = await fetch(`${central.origin}/v1/sessions`, { method: 'POST', body: '{}' });
      engine.session.accept(Session.parse(await response.json()));
    },
    /** Signed in, in contact, and the feed read to its end. */
    async start(): Promise<void> {
      await this.signIn();
      engine.start();
      await this.settled();
    },
    settled: (): Promise<void> =>
      time.until('in contact with nothing to read', () => {
        const cursor = engine.cursor();
        return engine.contact().contact === 'online' && cursor?.position === central.cursor.position;
      }),
    /** What deciding does: decision and outbox row in one transaction. */
    decide(
      value: Case,
      options: { offline?: boolean; suspend?: boolean; warn?: boolean; decidedAt?: string } = {},
    ): string {
      const id = v7();
      const madeAt = options.decidedAt ?? new Date(time.clock.now()).toISOString();
      const draft = options.suspend === true ? violation() : noViolation();
      const command = {
        type: 'decision',
        id,
        caseId: value.id,
        epoch: value.epoch,
        deviceId,
        madeAt,
        caseVersion: value.version,
        evidenceDigest: value.evidenceDigest,
        catalogueVersion: 1,
        outcome: draft.outcome,
        actions: [
          ...(options.suspend === true ? ['suspend'] : []),
          ...(options.warn === true ? ['warn'] : []),
        ].map((action) => ({ action, target: { type: 'account', id: 'client-1' }, params: {} })),
        policies: draft.policies,
        severity: draft.severity,
        rationale: draft.rationale,
        message: null,
        timings: { waitMs: 0, openMs: 0, activeMs: 0 },
        decidedAt: madeAt,
        replaces: null,
        adopts: null,
        batchId: null,
      };
      profile.commitWork((tx) => {
        decisions.insert(tx, {
          id,
          caseId: value.id,
          caseVersion: value.version,
          batchId: null,
          outcome: 'no-violation',
          title: value.title,
          reference: value.reference,
          draft,
          decidedAt: madeAt,
          waitMs: 0,
          openMs: 0,
          activeMs: 0,
        });
        outbox.enqueue(tx, {
          id,
          caseId: value.id,
          type: 'decision',
          epoch: value.epoch,
          state: 'held',
          body: JSON.stringify(command),
          madeAt,
          madeOffline: options.offline ?? false,
        });
      });
      engine.commandsMade([id]);
      return id;
    },
    note(value: Case, text = 'Seen before'): string {
      const id = v7();
      const madeAt = new Date(time.clock.now()).toISOString();
      const body = { type: 'note', id, caseId: value.id, epoch: value.epoch, deviceId, madeAt, text };
      profile.commitWork((tx) =>
        outbox.enqueue(tx, {
          id,
          caseId: value.id,
          type: 'note',
          epoch: value.epoch,
          state: 'pending',
          body: JSON.stringify(body),
          madeAt,
          madeOffline: false,
        }),
      );
      engine.commandsMade([id]);
      return id;
    },
    stateOf: (id: string) => outbox.find(profile.work, id)?.state,
    until: time.until,
    /** A kill -9 and a new start, with another version of Docket if one is named. */
    restart(version = appVersion): void {
      engine.stop();
      profile.close();
      appVersion = version;
      profile = open();
      engine = createEngine(profile);
    },
    end(): void {
      engine.stop();
      if (profile.work.open) profile.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
