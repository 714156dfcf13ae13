import type { BridgeResult } from '../../contract/bridge.ts';
import type { PersonId } from '../../contract/primitives.ts';
import { LateDecision } from '../../contract/supervision.ts';
import { createFakeCase, fakeId } from './fake-cases.ts';
import { lateOn } from './fake-late.ts';

const person = (number: number, displayName: string) => ({
  id: fakeId(0xacc, number) as PersonId,
  displayName,
});

/** A late decision beside the one that stands; its number is its place: 0 is the newest. */
export function lateLine(index: number, change: Partial<LateDecision> = {}): LateDecision {
  const { case: of } = createFakeCase(index, Date.UTC(2026, 10, 23, 6));
  return LateDecision.parse({
    decision: lateOn(index, { caseId: of.id }),
    by: person(7, 'Amara Okafor'),
    case: { reference: of.reference, title: of.title },
    receivedAt: '2026-11-23T09:50:00.000Z',
    contested: 'conflicting',
    settled: 'open',
    standing: lateOn(index, {
      id: fakeId(0x57a, index) as never,
      caseId: of.id,
      epoch: 3,
      outcome: 'no-violation',
      actions: [],
      policies: [],
      severity: null,
      rationale: 'An ordinary post: the deposit is a refundable escrow of the platform.',
      decidedAt: '2026-11-23T08:20:00.000Z',
    }),
    standingBy: person(8, 'Lena Vogt'),
    ...change,
  });
}

/** Its case, whose evidence has changed since the late decision was made. */
export function lateLook(index: number): BridgeResult<'late.look'> {
  const { case: of, evidence } = createFakeCase(index, Date.UTC(2026, 10, 23, 6));
  const held = (epoch: number, who: ReturnType<typeof person>, from: string, until: string | null) => ({
    epoch,
    person: who,
    from: `2026-11-23T${from}:00.000Z`,
    until: until === null ? null : `2026-11-23T${until}:00.000Z`,
    because: until === null ? null : ('reassigned' as const),
  });
  return {
    case: of,
    evidence: [...evidence],
    late: { caseVersion: 1, sameAsNow: false, is: 'as-then', evidence: [...evidence].slice(0, 1) },
    standing: { caseVersion: 2, sameAsNow: true, is: 'as-now', evidence: [] },
    held: [
      held(1, person(7, 'Amara Okafor'), '06:05', '07:30'),
      held(2, person(9, 'Tomás Ferreira'), '07:30', '07:50'),
      held(3, person(8, 'Lena Vogt'), '07:50', null),
    ],
  };
}
