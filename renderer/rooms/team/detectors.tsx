import styles from '../room.module.css';
import { percent } from './found.tsx';
import type { Period } from './period.ts';
import { SaveTable } from './save-table.tsx';
import own from './team.module.css';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import table from '../../ui/table.module.css';

/** Below so many decisions the interval is what should be read, not the share. */
const FEW = 100;

/** For each detector and version: how many of its cases were decided as violations. */
export function Detectors({ period }: Readonly<{ period: Period }>) {
  const t = useTranslate();
  const detectors = useFrom('figures', ({ value }) => value?.detectors);
  if (detectors === undefined || detectors.length === 0) return null;
  return (
    <section className={styles['section']} aria-labelledby="team-detectors">
      <div className={styles['head']}>
        <h2 id="team-detectors">{t('team.detectors')}</h2>
        <span className={styles['space']} />
        <SaveTable
          name={`detectors-${period}`}
          rows={() => [
            csvHead,
            ...detectors.map((one) => [
              one.detector,
              one.version,
              one.decided,
              one.violations,
              one.violations / one.decided,
              one.low,
              one.high,
            ]),
          ]}
        />
      </div>
      <div className={styles['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('team.column.detector')}</th>
              <th className={table['number']}>{t('team.column.decided')}</th>
              <th className={table['number']}>{t('team.column.violations')}</th>
              <th>{t('team.column.share')}</th>
            </tr>
          </thead>
          <tbody>
            {detectors.map((one) => (
              <tr key={`${one.detector} ${one.version}`}>
                <td>
                  <bdi>{one.detector}</bdi> <span className={styles['quiet']}>{one.version}</span>
                </td>
                <td className={table['number']}>{one.decided}</td>
                <td className={table['number']}>{one.violations}</td>
                <td>
                  <span className={own['interval']} aria-hidden="true">
                    <span
                      className={own['range']}
                      style={{
                        insetInlineStart: `${100 * one.low}%`,
                        width: `${100 * (one.high - one.low)}%`,
                      }}
                    />
                    <span
                      className={own['share']}
                      style={{ insetInlineStart: `${(100 * one.violations) / one.decided}%` }}
                    />
                  </span>{' '}
                  {t(one.decided < FEW ? 'team.share.few' : 'team.share', {
                    share: percent(one.violations / one.decided),
                    low: percent(one.low),
                    high: percent(one.high),
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const csvHead = [
  'detector',
  'version',
  'decided',
  'violations',
  'share',
  '95 % interval from',
  '95 % interval to',
];
