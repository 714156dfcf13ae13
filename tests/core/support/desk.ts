import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { BridgeEvent, ContactState } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { CommandAnswer, DropReason } from '../../../contract/feed.ts';
import type { Account } from '../../../contract/people.ts';
import type { Courier, Desk } from '../../../electron/core/cases/desk.ts';
import { createDocuments } from '../../../electron/core/cases/documents.ts';
import { createOverlay } from '../../../electron/core/cases/overlay.ts';
import { createPins } from '../../../electron/core/cases/pins.ts';
import { silentLog } from '../../../electron/core/ports.ts';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import * as evidence from '../../../electron/core/store/cache/evidence.ts';
import * as feed from '../../../electron/core/store/cache/feed.ts';
import * as search from '../../../electron/core/store/cache/search.ts';
import { openProfile, type Profile } from '../../../electron/core/store/profile.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { account as validAccount, START, type Content } from './valid.ts';

export type TestDesk = ReturnType<typeof createTestDesk>;

/** A real store in a folder of its own, with a courier that does what the test says. Nothing here has a network. */
export function createTestDesk(options: { account?: Account } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'docket-desk-'));
  const key = new Uint8Array(32).fill(7);
  const account = options.account ?? validAccount();
  const identity = { instanceId: v7(), personId: account.id };
  const deviceId = v7();
  let now = START;
  let contact: ContactState = 'online';
  let position = 0;
  let waiting: (() => void)[] = [];
  const events: BridgeEvent[] = [];
  const made: string[] = [];

  const open = (): Profile => {
    const opened = openProfile({ dir, key, identity, now: () => now });
    if (!opened.ok) throw new Error(opened.problem.code);
    return opened.profile;
  };
  let profile = open();

  const courier: Courier = {
    contact: () => ({
      contact,
      since: new Date(START).toISOString(),
      reason: 'none',
      lastContactAt: null,
      nextAttemptAt: null,
      clockOffsetMs: 0,
      fetching: 0,
    }),
    cursor: () => feed.cursor(profile.cache),
    commandsMade: (ids) => void made.push(...ids),
    holdEndsInMs: () => (contact === 'online' ? 5000 : null),
    wantCases: () => undefined,
    wantEvidence: () => undefined,
    isRefused: () => false,
    isInMemory: () => false,
    takeFromMemory: () => null,
  };

  const createDesk = (): Desk => ({
    work: profile.work,
    cache: profile.cache,
    commitWork: (write) => profile.commitWork(write),
    ports: { clock: { now: () => now, monotonic: () => now }, ids: { uuidv7: () => v7() }, log: silentLog },
    deviceId,
    courier,
    overlay: createOverlay(profile.work, courier.cursor),
    pins: createPins(profile.cache),
    documents: createDocuments(),
    account: () => account,
    announce: (event) => void events.push(event),
    evidenceUrl: (digest) => `test:${digest}`,
    afterwards: (run) => void waiting.push(run),
  });
  let desk = createDesk();

  const place = () => ({ era: 1, position: (position += 1), mark: 1, at: new Date(now).toISOString() });
  function moveCursor(): void {
    profile.cache.transact((tx) =>
      feed.write(tx, { ...feed.read(tx), era: 1, generation: 1, position, resync: 'none' }),
    );
    desk.overlay.refresh();
  }

  return {
    account,
    events,
    made,
    dir,
    get desk() {
      return desk;
    },
    get profile() {
      return profile;
    },
    /** What the feed would do: stores the case, with its evidence wholly here. */
    put(value: Case, contents: readonly Content[] = []): Case {
      profile.cache.transact((tx) => {
        cases.put(tx, value, place());
        for (const { item, bytes } of contents) {
          evidence.appendChunk(tx, item.digest, 0, bytes, null);
          evidence.markReady(tx, item.digest);
        }
        search.indexSome(tx, 10);
      });
      moveCursor();
      return value;
    },
    drop(caseId: string, reason: DropReason, keep: boolean): void {
      profile.cache.transact((tx) => {
        position += 1;
        if (keep) cases.setAside(tx, caseId, { reason, epoch: 2, at: new Date(now).toISOString(), mark: 1 });
        else cases.remove(tx, caseId);
      });
      moveCursor();
    },
    /** What push would do: the bytes leave, then the answer comes. `null`: it never comes. */
    send(id: string, answer: ((position: number) => CommandAnswer) | null): void {
      profile.work.transact((tx) => {
        outbox.releaseHeld(tx, [id]);
        outbox.markSending(tx, [id]);
      });
      if (answer !== null) {
        const said = answer(position + 1);
        profile.work.transact((tx) => outbox.settle(tx, said, new Date(now).toISOString()));
      }
      desk.overlay.refresh();
    },
    moveCursor(by = 0): void {
      position += by;
      moveCursor();
    },
    contact(state: ContactState): void {
      contact = state;
    },
    pass(ms: number): void {
      now += ms;
    },
    runAfterwards(): void {
      const runs = waiting;
      waiting = [];
      for (const run of runs) run();
    },
    /** A kill -9 and a new start: nothing in memory survives, and nothing is flushed. */
    restart(): void {
      waiting = [];
      profile.close();
      profile = open();
      profile.work.transact((tx) => outbox.resumeAfterRestart(tx));
      desk = createDesk();
    },
    end(): void {
      profile.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The value of an outcome that must have been done. */
export function done<Value>(
  outcome: { ok: true; value: Value } | { ok: false; code: string; detail: string },
): Value {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.detail} ${JSON.stringify(outcome)}`);
  return outcome.value;
}
