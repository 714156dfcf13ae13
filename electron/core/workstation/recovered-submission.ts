import { z } from 'zod';
import type { Answer } from '../../../contract/bridge.ts';
import { ownDecisionOf } from '../cases/own-decision.ts';
import { liveDecision } from '../decisions/drafts.ts';
import { succeed } from '../outcome.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Fault 5: a commit that reported an error may have happened. After the files were opened again this looks; null
 * when nothing was decided. A synced copy is written before it is spoken of.
 */
export function recoveredSubmission(
  signedIn: SignedIn | null,
  params: unknown,
): Answer<'decision.submit'> | null {
  const asked = z.object({ caseId: z.string() }).safeParse(params);
  if (signedIn === null || !asked.success) return null;
  const { desk, profile } = signedIn;
  const entry = liveDecision(desk.work, asked.data.caseId);
  if (entry === null) return null;
  profile.copies.take(profile.work, desk.ports.clock.now());
  return succeed({ own: ownDecisionOf(entry, desk.courier.holdEndsInMs(entry.id)) });
}
