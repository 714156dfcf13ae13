import type { BridgeResult } from '../../../contract/bridge.ts';
import styles from '../room.module.css';
import { showCase } from '../../commands/queue.ts';
import { useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import table from '../../ui/table.module.css';
import { timeOfDay } from '../../ui/time.ts';

type Report = BridgeResult<'sync.report'>;

function CaseLink({
  caseId,
  title,
  reference,
}: Readonly<{ caseId: string; title: string; reference: string }>) {
  const stores = useStores();
  return (
    <>
      <button type="button" className={styles['link']} onClick={() => void showCase(stores, caseId)}>
        <bdi>{title || reference}</bdi>
      </button>{' '}
      <span className={styles['quiet']}>{reference}</span>
    </>
  );
}

/** What waits to be sent, oldest first, and why it waits. */
export function Outbox({ report }: Readonly<{ report: Report }>) {
  const t = useTranslate();
  return (
    <section className={styles['section']}>
      <h2>{t('sync.outbox')}</h2>
      {report.outbox.length === 0 ? (
        <p className={styles['quiet']}>{t('sync.outbox.none')}</p>
      ) : (
        <div className={styles['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('sync.column.case')}</th>
                <th>{t('sync.column.what')}</th>
                <th>{t('sync.column.state')}</th>
                <th>{t('sync.column.made')}</th>
                <th className={table['number']}>{t('sync.column.attempts')}</th>
              </tr>
            </thead>
            <tbody>
              {report.outbox.map((row) => (
                <tr key={row.id}>
                  <td>
                    {row.caseId === null ? t('sync.about-you') : <CaseLink {...row} caseId={row.caseId} />}
                  </td>
                  <td>{t(`type.${row.commandType}`)}</td>
                  <td>
                    {t(`state.${row.state}`)}
                    {row.lastError !== null && <div className={styles['quiet']}>{row.lastError}</div>}
                  </td>
                  <td>{timeOfDay(row.madeAt)}</td>
                  <td className={table['number']}>{row.attempts}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
