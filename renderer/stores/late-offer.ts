import type { BridgeResult } from '../../contract/bridge.ts';
import type { Decision } from '../../contract/command.ts';
import type { Stores } from './stores.ts';

export type LateOfferHere = BridgeResult<'late.offers'>['offers'][number];
type Offers = Readonly<{ value: BridgeResult<'late.offers'> | null }>;
type Seen = Readonly<{ value: BridgeResult<'late.see'> | null }>;

/** The late decision that is offered on a case; null when there is none (D8). */
export const offerOn = ({ value }: Offers, caseId: string | null): LateOfferHere | null =>
  value?.offers.find((offer) => offer.caseId === caseId) ?? null;

/** What an offer says, once it was asked for. */
export const seenOf = ({ value }: Seen, offer: LateOfferHere | null): Decision | null =>
  offer !== null && value?.decision.id === offer.decisionId ? value.decision : null;

/** The offer on the case on screen. */
export const offerShown = (stores: Stores): LateOfferHere | null =>
  offerOn(stores.lateOffers.getState(), stores.openedCase.getState().caseId);
