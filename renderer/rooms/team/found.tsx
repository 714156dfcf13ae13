import styles from './team.module.css';
import room from '../room.module.css';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';

/** The share of cases that our own detections found, which is what the team is measured by. */
export function Found() {
  const t = useTranslate();
  const sources = useFrom('figures', ({ value }) => value?.sources);
  if (sources === undefined) return null;
  const all = sources.reduce((sum, { arrived }) => sum + arrived, 0);
  const own = sources.find(({ source }) => source === 'detection')?.arrived ?? 0;
  return (
    <section className={room['section']} aria-labelledby="team-found">
      <h2 id="team-found">{t('team.found')}</h2>
      {all === 0 ? (
        <p className={room['quiet']}>{t('team.found.none')}</p>
      ) : (
        <>
          <p className={styles['headline']}>
            <b>{t('team.percent', { share: percent(own / all) })}</b>{' '}
            {t('team.found.own', { own, count: all })}
          </p>
          <div className={styles['shares']} aria-hidden="true">
            {sources.map(({ source, arrived }) => (
              <span key={source} className={styles[source]} style={{ width: `${(100 * arrived) / all}%` }} />
            ))}
          </div>
          <p className={styles['legend']}>
            {sources.map(({ source, arrived }) => (
              <span key={source}>
                <span className={`${styles['dot']} ${styles[source]}`} aria-hidden="true" />
                {t('team.found.source', {
                  source: t(`team.source.${source}`),
                  count: arrived,
                  share: percent(arrived / all),
                })}
              </span>
            ))}
          </p>
        </>
      )}
    </section>
  );
}

/** One decimal where it is near an end: 99.6 % is not all of them. */
export const percent = (share: number): string => {
  const value = share * 100;
  const isWhole = value === 0 || value === 100 || (value >= 5 && value <= 95);
  return isWhole ? String(Math.round(value)) : value.toFixed(1);
};
