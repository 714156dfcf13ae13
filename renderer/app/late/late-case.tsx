import type { LateDecision } from '../../../contract/supervision.ts';
import desk from '../looked-at/desk.module.css';
import { LookedAtEvidence } from '../looked-at/looked-at-evidence.tsx';
import { HeldTimeline } from './held-timeline.tsx';
import styles from './late.module.css';
import room from '../../rooms/room.module.css';
import { evidenceSides, type EvidenceSide, type SeenLate } from '../../stores/late-room.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeyOf } from '../../commands/use-commands.ts';

/** Who held the case, and its evidence: as it is, and as each decision was made on it where that differs. */
export function LateCase({ of }: Readonly<{ of: LateDecision }>) {
  const t = useTranslate();
  const seen = useFrom('late', (state) => (state.seen?.lateId === of.decision.id ? state.seen : null));
  const notSeen = useFrom('late', (state) => state.notSeen);
  const side = useFrom('late', (state) => state.evidence);
  if (seen === null) {
    return notSeen === null ? (
      <p role="status" className={room['quiet']}>
        {t('late.case.loading')}
      </p>
    ) : (
      <p role="alert" className={room['notice']}>
        {t(`failure.${notSeen.code}`, { detail: notSeen.detail })}
      </p>
    );
  }
  return (
    <>
      <HeldTimeline of={of} seen={seen} />
      <section className={desk['case']} aria-labelledby="late-case">
        <div className={room['head']}>
          <h2 id="late-case">{t('late.case')}</h2>
          <bdi className={desk['title']}>{seen.case.title}</bdi>
          <span className={room['space']} />
          <Sides of={of} seen={seen} />
        </div>
        <LookedAtEvidence key={`${seen.lateId} ${side}`} of={seen.case} evidence={evidenceOf(seen, side)} />
      </section>
    </>
  );
}

function evidenceOf(seen: SeenLate, side: EvidenceSide): SeenLate['evidence'] {
  if (side === 'late') return seen.late.evidence;
  if (side === 'standing') return seen.standing?.evidence ?? seen.evidence;
  return seen.evidence;
}

function Sides({ of, seen }: Readonly<{ of: LateDecision; seen: SeenLate }>) {
  const t = useTranslate();
  const { late } = useStores();
  const current = useFrom('late', (state) => state.evidence);
  const keys = useKeyOf('late.turn-evidence');
  const sides = evidenceSides(seen);
  if (sides.length === 1) return null;
  const names = { now: '', late: of.by.displayName, standing: of.standingBy?.displayName ?? '' };
  return (
    <div role="group" aria-label={t('late.evidence')} className={styles['sides']}>
      {sides.map((side) => (
        <button
          key={side}
          type="button"
          aria-pressed={side === current}
          onClick={() => late.getState().showEvidence(side)}
        >
          {t(`late.evidence.${side}`, { by: names[side] })}
        </button>
      ))}
      {keys !== null && <Kbd>{keys}</Kbd>}
    </div>
  );
}
