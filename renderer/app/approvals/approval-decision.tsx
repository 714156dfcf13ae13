import type { AwaitingApproval } from '../../../contract/approval.ts';
import styles from './approvals.module.css';
import desk from '../looked-at/desk.module.css';
import room from '../../rooms/room.module.css';
import { chosenPolicies } from '../../rules/permitted.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { useActionWords } from '../../ui/use-action-words.ts';

/** What was decided, on which cases, and the two answers. */
export function ApprovalDecision({ of }: Readonly<{ of: AwaitingApproval }>) {
  const t = useTranslate();
  const words = useActionWords();
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const { decision, by } = of;
  const policies = catalogue === null ? [] : chosenPolicies(catalogue, decision.policies);
  return (
    <section className={room['section']} aria-labelledby="approval-decision">
      <div className={`${room['head']} ${desk['answers']}`}>
        <h2 id="approval-decision">{t('approvals.decision')}</h2>
        <span className={room['quiet']}>
          {t('approvals.by', { by: by.displayName, time: timeOfDay(decision.decidedAt) })}
        </span>
        <span className={room['space']} />
        {of.own ? (
          <span className={room['quiet']}>{t('approvals.own.hint')}</span>
        ) : (
          <>
            <CommandButton command="approvals.refuse">{t('approvals.refuse')}</CommandButton>
            <CommandButton command="approvals.approve" look="primary">
              {t('approvals.approve')}
            </CommandButton>
          </>
        )}
      </div>
      <p className={styles['outcome']}>
        <Chip tone={decision.outcome === 'violation' ? 'danger' : 'plain'}>
          {t(`decision.outcome.${decision.outcome}`)}
        </Chip>
        {policies.map(({ id, title }) => (
          <span key={id}>{title}</span>
        ))}
        {decision.severity !== null && (
          <span className={room['quiet']}>
            {t('group.severity', { severity: t(`decision.severity.${decision.severity}`) })}
          </span>
        )}
      </p>
      {decision.actions.length === 0 ? (
        <p className={room['quiet']}>{t('approvals.no-actions')}</p>
      ) : (
        <ul className={styles['actions']}>
          {decision.actions.map(({ action, target, durationDays }) => (
            <li key={`${action} ${target.type} ${target.id}`}>
              <b>{words(action)}</b> · {t(`evidence.subject.${target.type}`)} <bdi>{target.id}</bdi>
              {durationDays !== undefined && ` · ${t('decision.actions.days', { count: durationDays })}`}
            </li>
          ))}
        </ul>
      )}
      <p dir="auto" className={styles['rationale']}>
        {decision.rationale.trim() === '' ? t('approvals.no-rationale') : decision.rationale}
      </p>
      {decision.message !== null && (
        <details>
          <summary>{t('approvals.message')}</summary>
          <p dir="auto" className={styles['rationale']}>
            {decision.message.body}
          </p>
        </details>
      )}
      {of.cases.length > 1 && <Cases of={of} />}
    </section>
  );
}

function Cases({ of }: Readonly<{ of: AwaitingApproval }>) {
  const t = useTranslate();
  const { approvals } = useStores();
  const off = useFrom('approvals', (state) => state.off);
  const lookingAt = useFrom('approvals', (state) => state.lookingAt);
  return (
    <fieldset className={styles['cases']}>
      <legend>
        {t('approvals.which')} <span className={room['quiet']}>{t('approvals.which.hint')}</span>
      </legend>
      <ul>
        {of.cases.map(({ decisionId, reference, title }) => (
          <li key={decisionId} className={styles['member']}>
            <input
              type="checkbox"
              aria-label={t('approvals.which.one', { reference })}
              checked={!off.has(decisionId)}
              disabled={of.own}
              onChange={() => approvals.getState().toggle(decisionId)}
            />
            <button
              type="button"
              className={room['link']}
              aria-label={t('approvals.look', { reference })}
              aria-pressed={lookingAt === decisionId}
              onClick={() => void approvals.getState().look(decisionId)}
            >
              {reference}
            </button>
            <bdi className={desk['title']}>{title}</bdi>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
