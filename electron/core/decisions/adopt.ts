/** A late decision that nobody contests, seen and adopted by who holds its case now (D8). */
import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { Decision } from '../../../contract/command.ts';
import type { LateOffer } from '../../../contract/settlement.ts';
import type { Desk } from '../cases/desk.ts';
import { findHeldCase } from '../cases/held-case.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import * as late from '../store/cache/late.ts';
import * as drafts from '../store/work/drafts.ts';
import type { AskCentral } from '../supervision/ask-central.ts';
import { submitDecision } from './submit.ts';

type OwnOutcome = Decision['outcome'] | null;

/** The view that the person has formed on the case, as far as it is written down. */
const ownView = (desk: Desk, caseId: string): OwnOutcome =>
  drafts.find(desk.work, caseId)?.content.outcome ?? null;

const maySee = (desk: Desk, offer: LateOffer): boolean => offer.own || ownView(desk, offer.caseId) !== null;

/** Only on cases that are here to decide. */
const offersHere = (desk: Desk): LateOffer[] =>
  late
    .listOffers(desk.cache)
    .filter(({ caseId }) => findHeldCase(desk, caseId).ok && !desk.overlay.covering.has(caseId));

/** That there are some, from what was read last; nothing of what they say. */
export const listLateOffers = (desk: Desk): Outcome<BridgeResult<'late.offers'>> =>
  succeed({ offers: offersHere(desk).map((offer) => ({ ...offer, canSee: maySee(desk, offer) })) });

/** What was seen once is here without contact, unless the case may not be kept on the disk. */
export async function seeLateOffer(
  desk: Desk,
  ask: AskCentral,
  { decisionId }: BridgeParams<'late.see'>,
): Promise<Outcome<BridgeResult<'late.see'>>> {
  const offer = offersHere(desk).find((one) => one.decisionId === decisionId);
  if (offer === undefined) return fail('not-found', 'This decision is no longer offered to you.');
  if (!maySee(desk, offer))
    return fail('conflict', 'Form a view of your own first: choose an outcome, then look.');
  const before = late.seen(desk.cache, decisionId);
  if (before !== null) return succeed({ decision: before });
  const body = JSON.stringify({ outcome: ownView(desk, offer.caseId) });
  const answer = await ask('late.see', { params: { id: decisionId }, body });
  if (!answer.ok) return answer;
  const { decision } = answer.value;
  const held = findHeldCase(desk, offer.caseId);
  if (held.ok && held.value.current.cachePolicy === 'offline')
    desk.cache.transact((tx) => late.keepSeen(tx, decision));
  return succeed({ decision });
}

/** The person's own decision, with what the first says, naming it. Both are kept. */
export async function adoptLate(
  desk: Desk,
  ask: AskCentral,
  catalogue: () => Catalogue | null,
  params: BridgeParams<'late.adopt'>,
): Promise<Outcome<BridgeResult<'late.adopt'>>> {
  const seen = await seeLateOffer(desk, ask, params);
  if (!seen.ok) return seen;
  const { decision } = seen.value;
  const held = findHeldCase(desk, decision.caseId);
  if (!held.ok) return held;
  const shown = desk.pins.of(held.value)?.shown ?? held.value.current;
  if (shown.evidenceDigest !== decision.evidenceDigest)
    return fail('conflict', 'The evidence is not what this was decided on. Decide the case yourself.');
  const { outcome, policies, actions, severity, rationale, message } = decision;
  return submitDecision(desk, catalogue(), {
    caseId: decision.caseId,
    caseVersion: shown.version,
    content: {
      outcome,
      policies,
      actions,
      severity,
      rationale,
      message,
      adopts: decision.id,
      caret: null,
    },
    openMs: params.openMs,
    activeMs: params.activeMs,
  });
}
