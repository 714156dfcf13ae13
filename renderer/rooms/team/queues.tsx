import styles from '../room.module.css';
import type { Period } from './period.ts';
import { SaveTable } from './save-table.tsx';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import table from '../../ui/table.module.css';
import { lengthInWords } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** How every queue stands: what is in it, what came and went, how old it is, and what is or will soon be late. */
export function Queues({ period }: Readonly<{ period: Period }>) {
  const t = useTranslate();
  const now = useNow();
  const queues = useFrom('figures', ({ value }) => value?.queues);
  if (queues === undefined) return null;
  return (
    <section className={styles['section']} aria-labelledby="team-queues">
      <div className={styles['head']}>
        <h2 id="team-queues">{t('team.queues')}</h2>
        <span className={styles['space']} />
        <SaveTable
          name={`queues-${period}`}
          rows={() => [
            csvHead,
            ...queues.map((one) => [
              one.name,
              one.queue,
              one.open,
              one.unassigned,
              one.arrived,
              one.decided,
              one.oldestAt,
              one.late,
              one.atRisk,
            ]),
          ]}
        />
      </div>
      <div className={styles['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('team.column.queue')}</th>
              <th className={table['number']}>{t('team.column.backlog')}</th>
              <th className={table['number']}>{t('team.column.unassigned')}</th>
              <th className={table['number']}>{t('team.column.arrived')}</th>
              <th className={table['number']}>{t('team.column.decided')}</th>
              <th className={table['number']}>{t('team.column.oldest')}</th>
              <th>{t('team.column.sla')}</th>
            </tr>
          </thead>
          <tbody>
            {queues.map((one) => (
              <tr key={one.queue}>
                <td>{one.name}</td>
                <td className={table['number']}>{one.open}</td>
                <td className={table['number']}>{one.unassigned}</td>
                <td className={table['number']}>{one.arrived}</td>
                <td className={table['number']}>{one.decided}</td>
                <td className={table['number']}>
                  {one.oldestAt === null ? '–' : lengthInWords(now - Date.parse(one.oldestAt), t)}
                </td>
                <td>
                  {one.late > 0 && <Chip tone="danger">{t('team.sla.late', { count: one.late })}</Chip>}{' '}
                  {one.atRisk > 0 && (
                    <Chip tone="warning">{t('team.sla.at-risk', { count: one.atRisk })}</Chip>
                  )}
                  {one.late + one.atRisk === 0 && (
                    <span className={styles['quiet']}>{t('team.sla.in-time')}</span>
                  )}
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
  'queue',
  'id',
  'open',
  'of those unassigned',
  'arrived',
  'decided',
  'oldest (UTC)',
  'late',
  'due within an hour',
];
