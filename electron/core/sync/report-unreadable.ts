/** Cases that cannot be read: reported once, which releases them, and tried again by every new version (R8). */
import { CasePut, CaseDrop } from '../../../contract/feed.ts';
import type { Clock, Ids } from '../ports.ts';
import { Unreadable } from '../../../contract/command.ts';
import * as cases from '../store/cache/cases.ts';
import * as feed from '../store/cache/feed.ts';
import * as unreadable from '../store/cache/unreadable.ts';
import type { UnreadableCase } from '../store/cache/unreadable.ts';
import type { Profile } from '../store/profile.ts';
import * as outbox from '../store/work/outbox.ts';

export interface ReportDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deviceId: string;
  readonly appVersion: string;
  readonly clockOffsetMs: () => number;
}

/** Puts one command into the outbox for each case not reported yet; returns how many. */
export function reportUnreadable(deps: ReportDeps): number {
  const { profile } = deps;
  const due = unreadable.list(profile.cache).filter(({ reported }) => !reported);
  for (const entry of due) {
    const madeAt = new Date(deps.clock.now() + deps.clockOffsetMs()).toISOString();
    const command = Unreadable.parse({
      type: 'unreadable',
      id: deps.ids.uuidv7(),
      caseId: entry.caseId,
      epoch: epochOf(entry),
      deviceId: deps.deviceId,
      madeAt,
      detail: entry.error.slice(0, 2000),
      appVersion: deps.appVersion,
    });
    profile.commitWork((tx) => {
      // A crash before the mark below must not report it twice.
      if (
        outbox
          .forCase(tx, entry.caseId)
          .some(({ type, state }) => type === 'unreadable' && state === 'pending')
      ) {
        return;
      }
      outbox.enqueue(tx, {
        id: command.id,
        caseId: command.caseId,
        type: 'unreadable',
        epoch: command.epoch,
        state: 'pending',
        body: JSON.stringify(command),
        madeAt,
        madeOffline: false,
      });
    });
    profile.cache.transact((tx) => unreadable.markReported(tx, entry.caseId));
  }
  return due.length;
}

/** At start: reads again what another version could not. */
export function retryUnreadable({ profile, appVersion }: Pick<ReportDeps, 'profile' | 'appVersion'>): void {
  const due = unreadable.list(profile.cache).filter((entry) => entry.appVersion !== appVersion);
  if (due.length === 0) return;
  profile.cache.transact((tx) => {
    const { era, mark } = feed.read(tx);
    for (const entry of due) {
      const raw = parseJson(entry.raw);
      const put = CasePut.safeParse(raw);
      if (put.success && put.data.case.id === entry.caseId) {
        const { position } = put.data;
        cases.put(tx, put.data.case, { era, position, mark });
      } else if (CaseDrop.safeParse(raw).success) {
        cases.remove(tx, entry.caseId);
      } else {
        unreadable.noteTried(tx, entry.caseId, appVersion);
      }
    }
  });
}

function epochOf(entry: UnreadableCase): number {
  const raw = parseJson(entry.raw) as { epoch?: unknown; case?: { epoch?: unknown } } | undefined;
  const epoch = raw?.case?.epoch ?? raw?.epoch;
  return typeof epoch === 'number' && Number.isInteger(epoch) && epoch >= 0 ? epoch : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
