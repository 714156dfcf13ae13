import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import { findCase } from '../store/cache/opened-case.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { announceCase, type Desk } from './desk.ts';
import { documentOf, readEvidence } from './evidence-views.ts';
import { countReveal } from './exposure.ts';
import { makeCommand, putIntoOutbox } from './make-command.ts';
import { pathOf, valueAt } from './mask.ts';
import type { Revealed } from './revealed.ts';

/** The audit has it on disk before anybody sees it; a field that was uncovered in the same run is not recorded again. */
export function revealEvidence(
  desk: Desk,
  revealed: Revealed,
  catalogue: Catalogue | null,
  { caseId, evidenceId, field }: BridgeParams<'evidence.reveal'>,
): Outcome<BridgeResult<'evidence.reveal'>> {
  const stored = findCase(desk.cache, caseId);
  if (stored === undefined) return fail('not-found', 'This case is not on this computer.');
  if (stored.gone !== null) return fail('not-assigned', 'This case is no longer yours.');
  const shown = desk.pins.of(stored)?.shown ?? stored.current;
  const item = shown.evidence.find((one) => one.id === evidenceId);
  if (item === undefined) return fail('not-found', 'This evidence is not part of the case.');
  if (field !== null && !item.sensitiveFields.includes(field))
    return fail('not-found', 'There is no such covered field.', [
      { field: 'field', message: 'is not covered' },
    ]);
  const document =
    field === null ? null : documentOf(desk, shown, item, readEvidence(desk, [item]).get(item.digest));
  if (field !== null && document === null) return fail('not-found', 'This evidence is not here yet.');

  // Covered content is covered again when its key is let go, so each time that it is shown is a reveal of its own.
  if (field === null || !revealed.has(caseId, evidenceId, field)) {
    const command = makeCommand(desk, stored.current, {
      type: 'revealed',
      evidenceId,
      field,
      digest: item.digest,
    });
    desk.commitWork((tx) => {
      putIntoOutbox(tx, desk, shown, command);
      if (field === null) countReveal(tx, desk, shown, item, catalogue);
    });
    revealed.add(caseId, evidenceId, field);
    desk.courier.commandsMade([command.id]);
    // Content that is shown changes nothing of what the case says.
    if (field === null) desk.announce({ event: 'exposure' });
    else announceCase(desk, caseId);
  }
  return succeed({ value: field === null ? null : wordsOf(valueAt(document, pathOf(field))) });
}

function wordsOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
