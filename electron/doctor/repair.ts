/** Mends what can be mended, by the same steps that a start takes; what was damaged is kept beside it. */
import { join } from 'node:path';
import { openProfile, type ProfileNotice } from '../core/store/profile.ts';
import type { Salvaged } from '../core/store/salvage.ts';
import { findKey, type ProfileReport } from './examine.ts';

export interface Repaired {
  readonly profile: string;
  readonly did: 'nothing' | 'mended' | 'cannot';
  readonly cacheReset: boolean;
  /** From which copy `work` was restored, and what was found beyond it. */
  readonly restored: { readonly copy: string; readonly salvaged: Salvaged } | null;
  readonly why: string;
}

export async function repairProfile(folder: string, report: ProfileReport): Promise<Repaired> {
  const answer = (did: Repaired['did'], why: string, notices: readonly ProfileNotice[] = []): Repaired => {
    const restored = notices.find((notice) => notice.what === 'work-restored');
    return {
      profile: report.name,
      did,
      why,
      cacheReset: notices.some(({ what }) => what === 'cache-reset'),
      restored: restored ? { copy: restored.copy, salvaged: restored.salvaged } : null,
    };
  };
  const key = await findKey(folder, report.name);
  if (key.is !== 'here') return answer('cannot', `its key is ${key.is}`);
  if (report.work.is === 'missing' && report.copies.length === 0 && report.cache.is === 'missing')
    return answer('nothing', 'there are no files to mend');
  const opened = openProfile({
    dir: join(folder, 'profiles', report.name),
    key: key.key,
    identity: { instanceId: report.instanceId, personId: report.personId },
    // Opening looks at all of `work` and only at the head of a cache, which may be large.
    resetCache: report.cache.is === 'damaged',
    now: Date.now,
  });
  if (!opened.ok) return answer('cannot', opened.problem.detail);
  const { notices } = opened.profile;
  opened.profile.close();
  return answer(notices.length === 0 ? 'nothing' : 'mended', '', notices);
}
