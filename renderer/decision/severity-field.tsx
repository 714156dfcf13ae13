import styles from './fields.module.css';
import { change } from '../commands/decision.ts';
import { setSeverity } from '../rules/form-changes.ts';
import { chosenPolicies, severities, suggestedSeverity } from '../rules/permitted.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

/** Suggested from the policies and strikes; shown once there is one. */
export function SeverityField() {
  const t = useTranslate();
  const stores = useStores();
  const severity = useFrom('decisionForm', ({ content }) => content.severity);
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const strikes = useFrom('openedCase', ({ opened }) => opened?.case.strikes ?? 0);
  const policies = useFrom('decisionForm', ({ content }) => content.policies);
  if (severity === null) return null;
  const suggested =
    catalogue === null ? null : suggestedSeverity(chosenPolicies(catalogue, policies), strikes);
  return (
    <div className={styles['field']}>
      <h3 id="severity">
        {t('decision.severity')}
        {severity === suggested && <span className={styles['hint']}>{t('decision.severity.suggested')}</span>}
      </h3>
      <div role="radiogroup" aria-labelledby="severity" className={styles['row']}>
        {severities.map((one) => (
          <label key={one} className={styles['severity']}>
            <input
              type="radio"
              name="severity"
              checked={one === severity}
              onChange={() => change(stores, (content) => setSeverity(content, one))}
            />
            {t(`decision.severity.${one}`)}
          </label>
        ))}
      </div>
    </div>
  );
}
