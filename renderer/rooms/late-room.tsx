import { useEffect } from 'react';
import styles from './room.module.css';
import { NeedsContact } from './needs-contact.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Chip } from '../ui/chip.tsx';
import table from '../ui/table.module.css';
import { timeOfDay } from '../ui/time.ts';

/** Decisions that came after their case had moved on, with what stands now. */
export function LateRoom() {
  const t = useTranslate();
  const { late } = useStores();
  const value = useFrom('late', (state) => state.value);
  const failure = useFrom('late', (state) => state.failure);
  useEffect(() => void late.getState().load({}), [late]);
  return (
    <div className={styles['room']}>
      <h1>{t('late.title')}</h1>
      <NeedsContact failure={failure} at={null} />
      {value !== null && value.decisions.length === 0 && <p className={styles['quiet']}>{t('late.none')}</p>}
      {value !== null && value.decisions.length > 0 && (
        <div className={styles['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('late.column.kind')}</th>
                <th>{t('late.column.by')}</th>
                <th>{t('late.column.outcome')}</th>
                <th>{t('late.column.standing')}</th>
                <th>{t('late.column.received')}</th>
              </tr>
            </thead>
            <tbody>
              {value.decisions.map(({ decision, by, contested, standing, receivedAt }) => (
                <tr key={decision.id}>
                  <td>
                    <Chip tone={contested === 'conflicting' ? 'danger' : 'warning'}>
                      {t(`late.${contested}`)}
                    </Chip>
                  </td>
                  <td>{by.displayName}</td>
                  <td>
                    {t(`decision.outcome.${decision.outcome}`)}
                    <div className={styles['quiet']}>{decision.rationale}</div>
                  </td>
                  <td>
                    {standing === null ? t('late.no-standing') : t(`decision.outcome.${standing.outcome}`)}
                    <div className={styles['quiet']}>{standing?.rationale}</div>
                  </td>
                  <td>{timeOfDay(receivedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
