import { useEffect } from 'react';
import { EnforcementState } from '../../contract/enforcement.ts';
import styles from './room.module.css';
import { EnforcementTable } from './enforcement-table.tsx';
import { NeedsContact } from './needs-contact.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';
import { timeOfDay } from '../ui/time.ts';

const REFRESH_MS = 10_000;

/** What the platform was asked to do for decisions, and what it answered. */
export function EnforcementRoom() {
  const t = useTranslate();
  const { enforcementLog } = useStores();
  const at = useFrom('enforcementLog', (state) => state.at);
  const failure = useFrom('enforcementLog', (state) => state.failure);
  const failed = useFrom('enforcementLog', (state) => state.failed);
  const waiting = useFrom('enforcementLog', (state) => state.waiting);
  useEffect(() => {
    const timer = setInterval(() => void enforcementLog.getState().refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [enforcementLog]);
  return (
    <div className={styles['room']}>
      <div className={styles['section']}>
        <div className={styles['head']}>
          <h1>{t('enforcement.title')}</h1>
          {at !== null && (
            <span className={styles['quiet']}>
              {t('enforcement.counts', { failed, waiting })} · {t('team.as-of', { time: timeOfDay(at) })}
            </span>
          )}
        </div>
        <p className={styles['quiet']}>{t('enforcement.hint')}</p>
      </div>
      <NeedsContact failure={failure} at={at} />
      <div className={styles['row']}>
        <StateFilter />
      </div>
      <Lines />
    </div>
  );
}

function StateFilter() {
  const t = useTranslate();
  const { enforcementLog } = useStores();
  const state = useFrom('enforcementLog', (log) => log.state);
  return (
    <Field label={t('enforcement.filter')}>
      {(control) => (
        <select
          {...control}
          value={state ?? ''}
          onChange={(event) =>
            void enforcementLog.getState().show(EnforcementState.safeParse(event.target.value).data ?? null)
          }
        >
          <option value="">{t('enforcement.filter.all')}</option>
          {EnforcementState.options.map((one) => (
            <option key={one} value={one}>
              {t(`enforcement.filter.${one}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Lines() {
  const t = useTranslate();
  const { enforcementLog } = useStores();
  const lines = useFrom('enforcementLog', (state) => state.lines);
  const state = useFrom('enforcementLog', (log) => log.state);
  const failure = useFrom('enforcementLog', (log) => log.failure);
  const next = useFrom('enforcementLog', (log) => log.next);
  if (lines === null)
    return failure === null ? <p className={styles['quiet']}>{t('enforcement.loading')}</p> : null;
  return (
    <>
      {lines.length === 0 ? (
        <p className={styles['quiet']}>
          {state === null ? t('enforcement.none') : t(`enforcement.none.${state}`)}
        </p>
      ) : (
        <EnforcementTable lines={lines} />
      )}
      {next !== null && (
        <div>
          <button
            type="button"
            className={styles['link']}
            onClick={() => void enforcementLog.getState().more()}
          >
            {t('enforcement.more')}
          </button>
        </div>
      )}
    </>
  );
}
