import { useEffect } from 'react';
import type { BridgeResult, Status } from '../../contract/bridge.ts';
import styles from './room.module.css';
import { showCase } from '../commands/queue.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import table from '../ui/table.module.css';
import { timeOfDay } from '../ui/time.ts';

type Report = BridgeResult<'sync.report'>;
const REFRESH_MS = 5000;

/** Contact, what is here, what waits, and what went wrong last. */
export function SyncRoom() {
  const t = useTranslate();
  const { sync } = useStores();
  const status = useFrom('session', (state) => state.status);
  const report = useFrom('sync', (state) => state.value);
  useEffect(() => {
    const load = () => void sync.getState().load({});
    load();
    const timer = setInterval(load, REFRESH_MS);
    return () => clearInterval(timer);
  }, [sync]);
  return (
    <div className={styles['room']}>
      <div className={styles['head']}>
        <h1>{t('sync.title')}</h1>
        <span className={styles['space']} />
        <CommandButton command="contact.sync-now" showKey={false}>
          {t('sync.now')}
        </CommandButton>
        <CommandButton command="contact.by-choice" showKey={false}>
          {t(status?.contact === 'offline-by-choice' ? 'sync.go-online' : 'sync.go-offline')}
        </CommandButton>
      </div>
      {status !== null && (
        <div className={styles['columns']}>
          <ContactFacts status={status} />
          <Readiness status={status} report={report} />
        </div>
      )}
      {report !== null && (
        <>
          <Outbox report={report} />
          <Drafts report={report} />
          <Errors report={report} />
          <Versions report={report} />
        </>
      )}
    </div>
  );
}

function ContactFacts({ status }: Readonly<{ status: Status }>) {
  const t = useTranslate();
  const when = (instant: string | null) => (instant === null ? t('sync.never') : timeOfDay(instant));
  return (
    <section className={styles['section']}>
      <h2>{t('sync.contact')}</h2>
      <dl className={styles['facts']}>
        <dt>{t('sync.state')}</dt>
        <dd>{t(`contact.${status.contact}`, { time: timeOfDay(status.since) })}</dd>
        {status.reason !== 'none' && (
          <>
            <dt>{t('sync.why')}</dt>
            <dd>{t(`reason.${status.reason}`)}</dd>
          </>
        )}
        <dt>{t('sync.last-contact')}</dt>
        <dd className={styles['number']}>{when(status.lastContactAt)}</dd>
        {status.nextAttemptAt !== null && (
          <>
            <dt>{t('sync.next-attempt')}</dt>
            <dd className={styles['number']}>{when(status.nextAttemptAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** In MiB; small ones with one decimal. */
const megabytes = (bytes: number): number => {
  const megabyte = bytes / 1024 ** 2;
  return megabyte < 10 ? Math.round(megabyte * 10) / 10 : Math.round(megabyte);
};

function Readiness({ status, report }: Readonly<{ status: Status; report: Report | null }>) {
  const t = useTranslate();
  const { ready, queue: total, fetching } = status;
  return (
    <section className={styles['section']}>
      <h2>{t('sync.offline-readiness')}</h2>
      <p>
        {ready === total
          ? t('sync.readiness.done', { total })
          : t('sync.readiness', { ready, total, fetching })}
      </p>
      {ready !== total && <progress aria-label={t('sync.readiness.progress')} value={ready} max={total} />}
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

function Outbox({ report }: Readonly<{ report: Report }>) {
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
                    <CaseLink {...row} />
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

function Drafts({ report }: Readonly<{ report: Report }>) {
  const t = useTranslate();
  return (
    <section className={styles['section']}>
      <h2>{t('sync.drafts')}</h2>
      {report.drafts.length === 0 ? (
        <p className={styles['quiet']}>{t('sync.drafts.none')}</p>
      ) : (
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('sync.column.case')}</th>
              <th>{t('sync.column.saved')}</th>
            </tr>
          </thead>
          <tbody>
            {report.drafts.map((draft) => (
              <tr key={draft.caseId}>
                <td>
                  <CaseLink {...draft} />
                </td>
                <td>{timeOfDay(draft.savedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Errors({ report }: Readonly<{ report: Report }>) {
  const t = useTranslate();
  return (
    <section className={styles['section']}>
      <h2>{t('sync.errors')}</h2>
      {report.lastErrors.length === 0 ? (
        <p className={styles['quiet']}>{t('sync.errors.none')}</p>
      ) : (
        <dl className={styles['facts']}>
          {report.lastErrors.map((error) => (
            <div key={`${error.at} ${error.reason}`} className={styles['choice']}>
              <dt className={styles['number']}>{timeOfDay(error.at)}</dt>
              <dd>{error.reason}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Versions({ report }: Readonly<{ report: Report }>) {
  const t = useTranslate();
  const version = useFrom('session', ({ app }) => app?.version ?? '');
  const catalogue = useFrom('session', ({ status }) => status?.catalogueVersion ?? 0);
  return (
    <p className={styles['quiet']}>
      {t('sync.versions', { schema: report.schemaVersion, protocol: report.protocol, catalogue, version })}
    </p>
  );
}
