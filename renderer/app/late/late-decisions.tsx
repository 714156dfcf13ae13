import type { MadeOnView } from '../../../contract/bridge.ts';
import type { LateDecision } from '../../../contract/supervision.ts';
import desk from '../looked-at/desk.module.css';
import styles from './late.module.css';
import { CompareViews } from '../../decision/compare-views.tsx';
import room from '../../rooms/room.module.css';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { timeOfDay } from '../../ui/time.ts';

/** The late decision and the one that stands, part by part, with when and on what each was made; and the two answers. */
export function LateDecisions({ of }: Readonly<{ of: LateDecision }>) {
  const t = useTranslate();
  const { decision, standing, by, standingBy } = of;
  const seen = useFrom('late', (state) => (state.seen?.lateId === decision.id ? state.seen : null));
  return (
    <section className={room['section']} aria-labelledby="late-decisions">
      <div className={`${room['head']} ${desk['answers']}`}>
        <h2 id="late-decisions">{t('late.decisions')}</h2>
        <span className={room['quiet']}>{of.case.reference}</span>
        <span className={room['space']} />
        {of.settled === 'open' ? (
          <>
            {standing !== null && (
              <CommandButton command="late.settle-standing">{t('late.settle-standing')}</CommandButton>
            )}
            <CommandButton command="late.settle-late">{t('late.settle-late')}</CommandButton>
          </>
        ) : (
          <span className={room['quiet']}>{t(`late.settled.${of.settled}`)}</span>
        )}
      </div>
      <CompareViews
        of={seen?.case ?? null}
        left={{
          view: decision,
          name: (
            <>
              <span className={styles['who']}>{t('late.column.late', { by: by.displayName })}</span>
              <span>
                {t('late.decided', {
                  decided: timeOfDay(decision.decidedAt),
                  received: timeOfDay(of.receivedAt),
                })}
              </span>
              {seen !== null && <On made={seen.late} />}
            </>
          ),
        }}
        right={
          standing === null
            ? null
            : {
                view: standing,
                name: (
                  <>
                    <span className={styles['who']}>
                      {t('late.column.standing', { by: standingBy?.displayName ?? '' })}
                    </span>
                    <span>{t('late.decided-at', { decided: timeOfDay(standing.decidedAt) })}</span>
                    {seen !== null && seen.standing !== null && <On made={seen.standing} />}
                  </>
                ),
              }
        }
      />
    </section>
  );
}

function On({ made }: Readonly<{ made: MadeOnView }>) {
  const t = useTranslate();
  const what = made.is === 'as-then' && made.sameAsNow ? 'not-material' : made.is;
  const isOther = !made.sameAsNow;
  return <span className={isOther ? styles['other'] : undefined}>{t(`late.evidence.${what}`)}</span>;
}
