import type { BridgeEvent, Status } from '../../../contract/bridge.ts';
import type { Account } from '../../../contract/people.ts';
import type { CacheDb, WorkDb, WorkWrite } from '../store/database.ts';
import type { FeedCursor } from '../../../contract/feed.ts';
import type { Ports } from '../ports.ts';
import type { Documents } from './documents.ts';
import type { Overlay } from './overlay.ts';
import type { Pins } from './pins.ts';

/** What the rest of the workstation needs of whoever talks to the central API. It never waits for the network. */
export interface Courier {
  contact(): ContactFacts;
  /** The feed's stored cursor; null before the first page. */
  cursor(): FeedCursor | null;
  /** Something was put into the outbox, or may be sent now. A held decision's hold begins here. */
  commandsMade(ids: readonly string[]): void;
  /** Milliseconds until the hold ends; null without a countdown. */
  holdEndsInMs(commandId: string): number | null;
  /** These are looked at now: their evidence comes first (E2). */
  wantCases(caseIds: readonly string[]): void;
  wantEvidence(caseId: string, digest: string): void;
  /** The central API has said that it does not give this content. */
  isRefused(digest: string): boolean;
  /** Whether content that never touches the disk is in memory (E4). */
  isInMemory(digest: string): boolean;
  /** That content; what may be seen only once is let go with this. */
  takeFromMemory(digest: string): Uint8Array | null;
}

export type ContactFacts = Pick<
  Status,
  'contact' | 'since' | 'reason' | 'lastContactAt' | 'nextAttemptAt' | 'clockOffsetMs' | 'fetching'
>;

/** Everything that is open for one signed-in person, handed to what they ask and do. */
export interface Desk {
  readonly work: WorkDb;
  readonly cache: CacheDb;
  /** One durable transaction in `work` (D2). */
  commitWork<Result>(write: (tx: WorkWrite) => Result): Result;
  readonly ports: Pick<Ports, 'clock' | 'ids' | 'log'>;
  readonly deviceId: string;
  readonly courier: Courier;
  readonly overlay: Overlay;
  readonly pins: Pins;
  readonly documents: Documents;
  account(): Account;
  announce(event: BridgeEvent): void;
  evidenceUrl(digest: string): string;
  /** Runs soon, after the present answer has left; a failure in it is logged and changes no answer. */
  afterwards(run: () => void): void;
}

/** Milliseconds since the epoch by the central API's clock, as far as its offset is known. */
export const correctedNow = (desk: Pick<Desk, 'ports' | 'courier'>): number =>
  desk.ports.clock.now() + desk.courier.contact().clockOffsetMs;

export const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Says that something about a case changed, wherever it is shown. */
export function announceCase(desk: Pick<Desk, 'announce'>, caseId: string): void {
  const id = caseId as Extract<BridgeEvent, { event: 'case' }>['caseId'];
  desk.announce({ event: 'case', caseId: id });
  desk.announce({ event: 'queue', caseIds: [id] });
}
