import type { BridgeParams } from '../../../contract/bridge.ts';
import { mayTakeOut } from '../../../contract/people.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { findCase } from '../store/cache/opened-case.ts';
import type { Desk } from './desk.ts';
import { makeCommand, putIntoOutbox } from './make-command.ts';

/** The audit has it on disk before an address leaves; `openAddress` hands it to the system's browser. */
export function takeOut(
  desk: Desk,
  openAddress: (address: string) => void,
  { caseId, evidenceId, address }: BridgeParams<'evidence.takeOut'>,
): Outcome<Record<string, never>> {
  if (!mayTakeOut(desk.account().role))
    return fail('forbidden', 'Nothing of the evidence leaves Docket in this role.');
  const stored = findCase(desk.cache, caseId);
  if (stored === undefined) return fail('not-found', 'This case is not on this computer.');
  const shown = desk.pins.of(stored)?.shown ?? stored.current;
  const item = shown.evidence.find(({ id }) => id === evidenceId);
  if (item === undefined) return fail('not-found', 'This evidence is not part of the case.');
  const command = makeCommand(desk, stored.current, {
    type: 'taken-out',
    evidenceId,
    how: address === null ? 'copied' : 'address-opened',
    digest: item.digest,
  });
  desk.commitWork((tx) => putIntoOutbox(tx, desk, shown, command));
  desk.courier.commandsMade([command.id]);
  // As a browser reads it, so that nothing else can follow the scheme.
  if (address !== null) openAddress(new URL(address).href);
  return succeed({});
}
