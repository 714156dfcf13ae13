import styles from '../looked-at/desk.module.css';
import { LookedAtEvidence } from '../looked-at/looked-at-evidence.tsx';
import room from '../../rooms/room.module.css';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';

/** The case of the decision that is looked at, by the viewers of Review; nothing of it can be acted on from here. */
export function ApprovalCase() {
  const t = useTranslate();
  const seen = useFrom('approvals', (state) => state.seen);
  const notSeen = useFrom('approvals', (state) => state.notSeen);
  const isLooking = useFrom('approvals', (state) => state.lookingAt !== null);
  return (
    <section className={styles['case']} aria-labelledby="approval-case">
      <div className={room['head']}>
        <h2 id="approval-case">{t('approvals.case')}</h2>
        {seen !== null && (
          <>
            <span className={room['quiet']}>{seen.case.reference}</span>
            <bdi className={styles['title']}>{seen.case.title}</bdi>
          </>
        )}
      </div>
      {seen === null && notSeen === null && isLooking && (
        <p role="status" className={room['quiet']}>
          {t('approvals.case.loading')}
        </p>
      )}
      {notSeen !== null && (
        <p role="alert" className={room['notice']}>
          {t(`failure.${notSeen.code}`, { detail: notSeen.detail })}
        </p>
      )}
      {seen !== null && !seen.sameEvidence && (
        <p role="status" className={room['notice']}>
          {t('approvals.case.changed')}
        </p>
      )}
      {seen !== null && <LookedAtEvidence key={seen.decisionId} of={seen.case} evidence={seen.evidence} />}
    </section>
  );
}
