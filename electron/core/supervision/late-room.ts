/** The room where supervisors settle late decisions: listed, looked at, settled. This needs contact (D8, D14). */
import type { BridgeParams, BridgeResult, EvidenceView, MadeOnView } from '../../../contract/bridge.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import { SettleLate } from '../../../contract/settlement.ts';
import type { MadeOn } from '../../../contract/supervision.ts';
import { succeed, type Outcome } from '../outcome.ts';
import type { Clock, Ids } from '../ports.ts';
import type { AskCentral } from './ask-central.ts';
import { lookAtItems, type Looking } from './look-at-items.ts';

const PAGE = 200;

export type LateRoomDeps = Readonly<{ ask: AskCentral; ids: Ids; clock: Clock }>;

export function createLateRoom({ ask, ids, clock }: LateRoomDeps) {
  return {
    async list({ kind, after }: BridgeParams<'late.list'>): Promise<Outcome<BridgeResult<'late.list'>>> {
      const query = { limit: PAGE, kind, ...(after === null ? {} : { after }) };
      const answer = await ask('late.list', { query });
      return answer.ok ? succeed({ ...answer.value, at: new Date(clock.now()).toISOString() }) : answer;
    },

    async look(
      looking: Looking,
      { lateId }: BridgeParams<'late.look'>,
    ): Promise<Outcome<BridgeResult<'late.look'>>> {
      const answer = await ask('late.look', { params: { id: lateId }, body: '{}' });
      if (!answer.ok) return answer;
      const { case: of, late, standing, held } = answer.value;
      const then = (made: MadeOn | null): readonly EvidenceItem[] =>
        made === null || isAsNow(made, of.evidence) ? [] : (made.evidence ?? []);
      const [evidence = [], lateEvidence = [], standingEvidence = []] = await lookAtItems(looking, [
        of.evidence,
        then(late),
        then(standing),
      ]);
      return succeed({
        case: of,
        evidence,
        late: madeOnView(late, of.evidence, lateEvidence),
        standing: standing && madeOnView(standing, of.evidence, standingEvidence),
        held,
      });
    },

    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async settle({
      lateId,
      ...params
    }: BridgeParams<'late.settle'>): Promise<Outcome<BridgeResult<'late.settle'>>> {
      const body = JSON.stringify(SettleLate.parse({ id: ids.uuidv7(), ...params }));
      const call = { params: { id: lateId }, body };
      const first = await ask('late.settle', call);
      return first.ok || first.code !== 'no-contact' ? first : ask('late.settle', call);
    },
  };
}

function madeOnView(made: MadeOn, now: readonly EvidenceItem[], views: EvidenceView[]): MadeOnView {
  const { caseVersion, sameAsNow } = made;
  if (made.evidence === null) return { caseVersion, sameAsNow, is: 'unknown', evidence: [] };
  return isAsNow(made, now)
    ? { caseVersion, sameAsNow, is: 'as-now', evidence: [] }
    : { caseVersion, sameAsNow, is: 'as-then', evidence: views };
}

/** Item for item, also those that are not material. */
const isAsNow = ({ evidence }: MadeOn, now: readonly EvidenceItem[]): boolean =>
  evidence !== null && namesOf(evidence) === namesOf(now);

const namesOf = (items: readonly EvidenceItem[]): string =>
  items
    .map(({ id, version, digest }) => `${id} ${version} ${digest}`)
    .toSorted()
    .join('\n');
