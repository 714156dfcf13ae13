import type { BridgeResult, Status } from '../../../contract/bridge.ts';
import styles from '../room.module.css';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';

type Report = BridgeResult<'sync.report'>;

/** In MiB; small ones with one decimal. */
const megabytes = (bytes: number): number => {
  const megabyte = bytes / 1024 ** 2;
  return megabyte < 10 ? Math.round(megabyte * 10) / 10 : Math.round(megabyte);
};

/** What is here, what is missing for working without contact, and the way to have it. */
export function Readiness({ status, report }: Readonly<{ status: Status; report: Report | null }>) {
  const t = useTranslate();
  const { ready, queue: total, fetching } = status;
  const facts = report?.readiness;
  const memoryOnly = facts?.memoryOnly ?? 0;
  // What may not be kept is never here, however long one waits.
  const keepable = Math.max(ready, total - memoryOnly);
  const isReady = ready >= keepable && (facts?.missing ?? 0) === 0;
  return (
    <section className={styles['section']}>
      <h2>{t('sync.offline-readiness')}</h2>
      <p role="status">
        {isReady
          ? t('sync.readiness.done', { total: keepable })
          : t('sync.readiness', { ready, total: keepable, fetching })}
      </p>
      {!isReady && <progress aria-label={t('sync.readiness.progress')} value={ready} max={keepable} />}
      {facts !== undefined && !isReady && (
        <p>
          {t('sync.readiness.missing', { missing: facts.missing, megabytes: megabytes(facts.missingBytes) })}{' '}
          {facts.stuck > 0 && t('sync.readiness.stuck', { count: facts.stuck })}
        </p>
      )}
      {memoryOnly > 0 && (
        <p className={styles['quiet']}>{t('sync.readiness.memory-only', { count: memoryOnly })}</p>
      )}
      {facts !== undefined && (
        <div className={styles['row']}>
          {facts.fetching === 'stopped' && <p className={styles['quiet']}>{t('sync.readiness.stopped')}</p>}
          {!isReady && facts.fetching !== 'asked' && (
            <CommandButton command="contact.make-ready">{t('sync.make-ready')}</CommandButton>
          )}
          {!isReady && facts.fetching !== 'stopped' && (
            <CommandButton command="contact.stop-fetching">{t('sync.stop-fetching')}</CommandButton>
          )}
        </div>
      )}
      {report !== null && (
        <dl className={styles['facts']}>
          <dt>{t('sync.cases')}</dt>
          <dd className={styles['number']}>{report.cases}</dd>
          <dt>{t('sync.evidence')}</dt>
          <dd className={styles['number']}>
            {t('sync.evidence.of', {
              used: megabytes(report.evidenceBytes),
              budget: megabytes(report.evidenceBudgetBytes),
            })}
          </dd>
        </dl>
      )}
    </section>
  );
}
