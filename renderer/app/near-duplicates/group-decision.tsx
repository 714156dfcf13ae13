import type { SubjectType } from '../../../contract/subject.ts';
import styles from './near-duplicates-dialog.module.css';
import { useKeyOf } from '../../commands/use-commands.ts';
import { relationOf } from '../../rules/decide-together.ts';
import { chosenPolicies } from '../../rules/permitted.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useActionWords } from '../../ui/use-action-words.ts';

/** What the form says, once, and the one rationale. `onLeave`: back from the rationale to the list. */
export function GroupDecision({ onLeave }: Readonly<{ onLeave(): void }>) {
  const t = useTranslate();
  const { decisionForm } = useStores();
  const rationale = useFrom('decisionForm', ({ content }) => content.rationale);
  const keys = useKeyOf('group.rationale');
  return (
    <div className={styles['decision']}>
      <section aria-labelledby="group-decision">
        <h3 id="group-decision">{t('group.stands')}</h3>
        <Stands />
      </section>
      <div className={styles['rationale']}>
        <h3>
          <label htmlFor="group-rationale">{t('group.rationale')}</label> {keys !== null && <Kbd>{keys}</Kbd>}
        </h3>
        <textarea
          id="group-rationale"
          data-focus="group-rationale"
          dir="auto"
          maxLength={8000}
          value={rationale}
          onChange={(event) => decisionForm.getState().change({ rationale: event.target.value })}
          onKeyDown={(event) => {
            // Leaves the field as everywhere else; from the list, Esc closes.
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            onLeave();
          }}
        />
      </div>
    </div>
  );
}

const onWords = (relation: ReturnType<typeof relationOf>, type: SubjectType) =>
  relation === 'subject' ? (`group.on.subject.${type}` as const) : (`group.on.${relation}` as const);

function Stands() {
  const t = useTranslate();
  const words = useActionWords();
  const content = useFrom('decisionForm', (state) => state.content);
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  if (of === null || catalogue === null) return null;
  const { outcome, severity, message } = content;
  const policies = chosenPolicies(catalogue, content.policies);
  return (
    <>
      <p className={styles['outcome']}>
        {outcome === null ? (
          t('group.decision.none')
        ) : (
          <Chip tone={outcome === 'violation' ? 'danger' : 'plain'}>{t(`decision.outcome.${outcome}`)}</Chip>
        )}
        {policies.map(({ id, title }) => (
          <span key={id}>{title}</span>
        ))}
        {severity !== null && (
          <span className={styles['quiet']}>
            {t('group.severity', { severity: t(`decision.severity.${severity}`) })}
          </span>
        )}
      </p>
      {content.actions.length === 0 ? (
        <p className={styles['quiet']}>{t('group.no-actions')}</p>
      ) : (
        <ul className={styles['actions']}>
          {content.actions.map(({ action, target, durationDays }) => (
            <li key={`${action} ${target.type} ${target.id}`}>
              <b>{words(action)}</b> · {t(onWords(relationOf(target, of), of.subject.type))}
              {durationDays !== undefined && ` · ${t('decision.actions.days', { count: durationDays })}`}
            </li>
          ))}
        </ul>
      )}
      {message !== null && (
        <details className={styles['message']}>
          <summary>
            {t('group.message')}{' '}
            <span className={styles['quiet']}>
              {t(message.templateId === null ? 'group.message.as-is' : 'group.message.filled')}
            </span>
          </summary>
          <p dir="auto">{message.body}</p>
        </details>
      )}
    </>
  );
}
