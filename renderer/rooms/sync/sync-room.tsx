import { Fragment, useEffect } from 'react';
import type { BridgeResult, Status } from '../../../contract/bridge.ts';
import styles from '../room.module.css';
import { AttentionItems } from './attention-items.tsx';
import { Drafts } from './drafts.tsx';
import { Readiness } from './readiness.tsx';
import { Outbox } from './waiting.tsx';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { timeOfDay, timeToTheSecond } from '../../ui/time.ts';

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
          <ContactFacts status={status} report={report} />
          <Readiness status={status} report={report} />
        </div>
      )}
      {report !== null && (
        <>
          <Attention />
          <Outbox report={report} />
          <Drafts drafts={report.drafts} />
          <Errors report={report} />
          <Versions report={report} />
        </>
      )}
    </div>
  );
}

function ContactFacts({ status, report }: Readonly<{ status: Status; report: Report | null }>) {
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
        {report !== null && (
          <>
            <dt>{t('sync.last-pull')}</dt>
            <dd className={styles['number']}>{when(report.lastPullAt)}</dd>
          </>
        )}
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

/** The same items as under Needs attention, each with its next step. */
function Attention() {
  const t = useTranslate();
  const { attention } = useStores();
  useEffect(() => void attention.getState().load({}), [attention]);
  return (
    <section className={styles['section']}>
      <h2>{t('attention.title')}</h2>
      <AttentionItems />
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
            <Fragment key={`${error.at} ${error.what}`}>
              <dt className={styles['number']}>{timeToTheSecond(error.at)}</dt>
              <dd>
                {t(`sync.error.${error.what}`)} <span className={styles['quiet']}>{error.detail}</span>
              </dd>
            </Fragment>
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
    <p className={`${styles['quiet']} ${styles['row']}`}>
      <CommandButton command="window.diagnostics" look="quiet">
        {t('diagnostics.title')}
      </CommandButton>
      {t('sync.versions', { schema: report.schemaVersion, protocol: report.protocol, catalogue, version })}
    </p>
  );
}
