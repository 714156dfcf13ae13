import { Said } from './compare-views.tsx';
import styles from './first-decision.module.css';
import { becomes } from '../rules/appeal.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { timeOfDay } from '../ui/time.ts';

/** Of an appeal: what was decided first and why, without by whom; and what the form would make of it. */
export function FirstDecision() {
  const t = useTranslate();
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const content = useFrom('decisionForm', (state) => state.content);
  const first = of?.appeal ?? null;
  if (first === null) return null;
  const would = becomes(content, first);
  return (
    <section className={styles['first']} aria-labelledby="first-decision">
      <details open>
        <summary>
          <h3 id="first-decision">{t('appeal.title')}</h3>
        </summary>
        <div className={styles['said']}>
          <p>
            <b>{t(`decision.outcome.${first.outcome}`)}</b>
            {first.severity !== null && ` · ${t(`decision.severity.${first.severity}`)}`}
            <span className={styles['quiet']}>
              {' · '}
              {t('appeal.made', { time: timeOfDay(first.decidedAt) })}
            </span>
          </p>
          {first.policies.length > 0 && <Said view={first} part="policies" of={of} />}
          {first.actions.length > 0 && <Said view={first} part="actions" of={of} />}
          <blockquote>
            <Said view={first} part="rationale" of={of} />
          </blockquote>
          {first.message !== null && (
            <details>
              <summary>{t('decision.message')}</summary>
              <Said view={first} part="message" of={of} />
            </details>
          )}
        </div>
      </details>
      <div className={styles['buttons']}>
        <CommandButton command="decision.uphold">{t('appeal.uphold')}</CommandButton>
        <CommandButton command="decision.overturn">{t('appeal.overturn')}</CommandButton>
      </div>
      <p role="status" className={would === 'overturned' ? styles['changes'] : styles['quiet']}>
        {t(`appeal.becomes.${would ?? 'nothing'}`)}
      </p>
    </section>
  );
}
