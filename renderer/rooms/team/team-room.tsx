import { useCallback, useState } from 'react';
import styles from '../room.module.css';
import { NeedsContact } from '../needs-contact.tsx';
import { Backlog } from './backlog.tsx';
import { Detectors } from './detectors.tsx';
import { Found } from './found.tsx';
import { People } from './people.tsx';
import { periods, sinceOf, type Period } from './period.ts';
import { Queues } from './queues.tsx';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { useLive } from '../../ui/use-live.ts';

/** They are reckoned from every decision of the period. */
const FIGURES_EVERY_MS = 15_000;

/** Who works on what, how the queues stand, where cases come from, and moving them to others. */
export function TeamRoom() {
  const t = useTranslate();
  const { team, figures } = useStores();
  const at = useFrom('team', ({ value }) => value?.at ?? null);
  const failure = useFrom('team', (state) => state.failure);
  const [period, setPeriod] = useState<Period>('today');
  useLive(useCallback(() => void team.getState().load({}), [team]));
  useLive(
    useCallback(
      () => void figures.getState().load({ since: sinceOf(period, Date.now()) }),
      [figures, period],
    ),
    FIGURES_EVERY_MS,
  );
  return (
    <div className={styles['room']}>
      <div className={styles['head']}>
        <h1>{t('team.title')}</h1>
        {at !== null && <span className={styles['quiet']}>{t('team.as-of', { time: timeOfDay(at) })}</span>}
        <span className={styles['space']} />
        <Field label={t('team.period')}>
          {(control) => (
            <select {...control} value={period} onChange={(event) => setPeriod(event.target.value as Period)}>
              {periods.map((one) => (
                <option key={one} value={one}>
                  {t(`team.period.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <NeedsContact failure={failure} at={at} />
      <Found />
      <People period={period} />
      <Queues period={period} />
      <Detectors period={period} />
      <Backlog />
    </div>
  );
}
