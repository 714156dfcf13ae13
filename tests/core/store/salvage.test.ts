import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { openProfile, type Profile } from '../../../electron/core/store/profile.ts';
import type { Salvaged } from '../../../electron/core/store/salvage.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { violation } from '../support/valid.ts';

const key = new Uint8Array(32).fill(9);
const identity = { instanceId: v7(), personId: v7() };
const PAGE = 4096;
let dir: string;
let profile: Profile;

const open = (): Profile => {
  const opened = openProfile({ dir, key, identity, now: () => Date.now() });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.profile;
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docket-salvage-'));
  profile = open();
});
afterEach(() => {
  if (profile.work.open) profile.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Commands of about a page each, so that a damaged page hits few of them. */
function enqueue(count: number, type: 'note' | 'decision' = 'note'): string[] {
  const ids = Array.from({ length: count }, () => v7());
  profile.commitWork((tx) => {
    for (const id of ids) {
      outbox.enqueue(tx, {
        id,
        caseId: v7(),
        type,
        epoch: 1,
        state: 'pending',
        body: JSON.stringify({ id, type, text: 'x'.repeat(3000) }),
        madeAt: '2026-11-01T08:00:00.000Z',
        madeOffline: true,
      });
    }
  });
  return ids;
}

const draftOn = (caseId: string, rationale: string): void =>
  profile.commitWork((tx) => {
    drafts.save(
      tx,
      {
        caseId,
        content: violation({ rationale }),
        caseVersion: 1,
        epoch: 1,
        title: 'A case',
        reference: 'D-1',
        savedAt: '2026-11-01T08:00:00.000Z',
      },
      0,
    );
  });

/** Damages whole pages of `work.db`, given by where they lie in it from 0 to 1. */
function damage(...places: number[]): void {
  profile.work.pragma('wal_checkpoint(truncate)');
  profile.close();
  const path = join(dir, 'work.db');
  const pages = Math.floor(statSync(path).size / PAGE);
  const file = openSync(path, 'r+');
  for (const place of places)
    writeSync(file, Buffer.alloc(PAGE, 0xa5), 0, PAGE, Math.floor(place * pages) * PAGE);
  closeSync(file);
}

function restored(): Salvaged {
  profile = open();
  const [notice] = profile.notices;
  if (notice?.what !== 'work-restored') throw new Error('it was not restored');
  return notice.salvaged;
}

const stateOf = (id: string) => outbox.find(profile.work, id)?.state;

test('fault 6: of a damaged page, what was made since the copy comes back but for what stood on it', () => {
  const before = enqueue(20);
  profile.copies.take(profile.work, Date.now());
  const since = enqueue(60);
  const caseId = v7();
  draftOn(caseId, 'half wri');
  damage(0.5, 0.7);
  const { commands, unreadable, drafts: found } = restored();
  expect(unreadable).toBeGreaterThan(0);
  expect(unreadable).toBeLessThan(30);
  expect(commands).toBe(60 - unreadable);
  const there = [...before, ...since].filter((id) => stateOf(id) === 'pending');
  expect(there).toHaveLength(80 - unreadable);
  expect(found).toBe(1);
  expect(drafts.find(profile.work, caseId)?.content.rationale).toBe('half wri');
  // What came back is as it was, byte for byte (D6), and is sent in the order in which it was made.
  const seqs = there.map((id) => outbox.find(profile.work, id)!.seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(JSON.parse(outbox.find(profile.work, there.at(-1)!)!.body)).toMatchObject({ id: there.at(-1) });
});

test('fault 6, D3: what was taken back after the copy stays taken back', () => {
  const [kept = '', withdrawn = ''] = enqueue(2, 'decision');
  enqueue(40);
  profile.copies.take(profile.work, Date.now());
  profile.commitWork((tx) => outbox.withdraw(tx, withdrawn));
  damage(0.8);
  expect(restored().doubtful).toBe(0);
  expect([stateOf(kept), stateOf(withdrawn)]).toEqual(['pending', 'withdrawn']);
});

test('fault 6, D3: a decision of which nobody can say whether it was taken back is asked about, never sent', () => {
  const [decision = '', note = ''] = [...enqueue(1, 'decision'), ...enqueue(1)];
  profile.copies.take(profile.work, Date.now());
  profile.commitWork((tx) => outbox.withdraw(tx, decision));
  // The first page holds what opens the file: nothing of it can be read.
  damage(0);
  expect(restored()).toMatchObject({ commands: 0, doubtful: 1 });
  expect(outbox.find(profile.work, decision)).toMatchObject({
    state: 'needs-confirmation',
    attention: 'confirm-offline',
  });
  expect(stateOf(note)).toBe('pending');
  expect(outbox.nextBatch(profile.work, 10).map(({ id }) => id)).toEqual([note]);
});

test('fault 6: a decision that has left already is not asked about: the same id gets the same answer', () => {
  const [sent = ''] = enqueue(1, 'decision');
  profile.commitWork((tx) => outbox.markSending(tx, [sent]));
  profile.copies.take(profile.work, Date.now());
  damage(0);
  expect(restored().doubtful).toBe(0);
  profile.commitWork((tx) => outbox.resumeAfterRestart(tx));
  expect(stateOf(sent)).toBe('pending');
});
