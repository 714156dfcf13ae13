import styles from './fields.module.css';
import { change } from '../commands/decision.ts';
import { setSeverity } from '../rules/form-changes.ts';
import { severities } from '../rules/permitted.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

/** Suggested from the policies and strikes; shown once there is one. */
export function SeverityField() {
  const t = useTranslate();
  const stores = useStores();
  const severity = useFrom('decisionForm', ({ content }) => content.severity);
  if (severity === null) return null;
  return (
    <div className={styles['field']}>
      <h3 id="severity">{t('decision.severity')}</h3>
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
