import { z } from 'zod';
import type { Exposure } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue, HarmType } from '../../../contract/catalogue.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import { Slug } from '../../../contract/primitives.ts';
import type { WorkRead, WorkWrite } from '../store/database.ts';
import * as cases from '../store/cache/cases.ts';
import * as exposure from '../store/work/exposure.ts';
import * as settings from '../store/work/settings.ts';
import { correctedNow, instantOf, type Desk } from './desk.ts';

const HOUR_MS = 3_600_000;
/** Nothing revealed for so long: another shift. A shift that passes midnight stays one. */
const SHIFT_GAP_MS = 6 * HOUR_MS;
/** No shift is longer. */
const LONGEST_SHIFT_MS = 48 * HOUR_MS;

/** A case is of a harm type by its policy area, an item also by what its sender marked it with. */
export function harmTypesOf(
  of: Pick<Case, 'policyArea'>,
  item: Pick<EvidenceItem, 'harmTypes'>,
  catalogue: Pick<Catalogue, 'harmTypes'> | null,
): HarmType[] {
  return (catalogue?.harmTypes ?? []).filter(
    ({ id, areas }) =>
      item.harmTypes.includes(id) || (of.policyArea !== null && areas.includes(of.policyArea)),
  );
}

/** In the transaction of the reveal, so that what is counted is what was recorded. */
export function countReveal(
  tx: WorkWrite,
  desk: Desk,
  shown: Case,
  item: EvidenceItem,
  catalogue: Catalogue | null,
): void {
  const at = correctedNow(desk);
  for (const { id } of harmTypesOf(shown, item, catalogue))
    exposure.add(tx, { at, caseId: shown.id, evidenceId: item.id, harmType: id });
  exposure.prune(tx, at - LONGEST_SHIFT_MS);
}

/** Milliseconds; `until` counts while somebody is on a break. */
const BreakState = z.object({
  since: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** The break began with the end of a shift. */
  shiftEnded: z.boolean().default(false),
});
export type BreakState = Readonly<z.infer<typeof BreakState>>;
const noBreak: BreakState = { since: null, endedAt: null, shiftEnded: false };

export const readBreak = (db: WorkRead): BreakState =>
  BreakState.catch(noBreak).parse(settings.read(db)['break']);
export const writeBreak = (tx: WorkWrite, state: BreakState): void => settings.write(tx, { break: state });

export const readOptedOut = (db: WorkRead): readonly string[] =>
  z.array(Slug).catch([]).parse(settings.read(db)['optedOut']);
export const writeOptedOut = (tx: WorkWrite, harmTypes: readonly string[]): void =>
  settings.write(tx, { optedOut: [...harmTypes] });

/** What was revealed in this shift, and how far that is from what the organisation suggests a break at. */
export function readExposure(desk: Desk, catalogue: Catalogue | null): Exposure {
  const now = correctedNow(desk);
  const rows = ofThisShift(exposure.listSince(desk.work, now - LONGEST_SHIFT_MS), now);
  const { since, endedAt, shiftEnded } = readBreak(desk.work);
  const brokenAt = since ?? endedAt ?? Number.NEGATIVE_INFINITY;
  const sinceBreak = rows.filter(({ at }) => at > brokenAt);
  const optedOut = readOptedOut(desk.work);
  return {
    onBreakSince: since === null ? null : instantOf(since),
    shiftEnded: since !== null && shiftEnded,
    harmTypes: (catalogue?.harmTypes ?? []).map(({ id, label, budget }) => ({
      id,
      label,
      budget,
      revealed: itemsOf(rows, id),
      sinceBreak: itemsOf(sinceBreak, id),
      optedOut: optedOut.includes(id),
    })),
    heldOptedOut: heldOptedOut(desk, catalogue).length,
  };
}

/** Rows newest first, up to the first gap in which nothing was revealed for so long that it was another shift. */
export function ofThisShift<Row extends { readonly at: number }>(rows: readonly Row[], now: number): Row[] {
  let later = now;
  const end = rows.findIndex(({ at }) => {
    const isOfAnother = later - at >= SHIFT_GAP_MS;
    later = at;
    return isOfAnother;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}

/** An item that was looked at twice is one. */
const itemsOf = (rows: readonly exposure.ExposureRow[], harmType: string): number =>
  new Set(
    rows
      .filter((row) => row.harmType === harmType)
      .map(({ caseId, evidenceId }) => `${caseId} ${evidenceId}`),
  ).size;

/** Cases still to be begun, of harm types that the person has opted out of. */
export function heldOptedOut(desk: Desk, catalogue: Catalogue | null): string[] {
  const harmTypes = readOptedOut(desk.work);
  if (harmTypes.length === 0) return [];
  const areas = (catalogue?.harmTypes ?? [])
    .filter(({ id }) => harmTypes.includes(id))
    .flatMap((harmType) => harmType.areas);
  return cases
    .listOfHarm(desk.cache, harmTypes, areas)
    .filter((caseId) => desk.overlay.workOf(caseId, false) === 'open');
}
