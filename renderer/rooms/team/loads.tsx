import type { ReassignmentPreview } from '../../../contract/supervision.ts';
import styles from './team.module.css';
import room from '../room.module.css';
import type { MoveTarget } from '../../stores/reassignment.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import table from '../../ui/table.module.css';

/** What each would hold afterwards, and what would stay where it is. */
export function Loads({
  preview,
  target,
  moving,
}: Readonly<{ preview: ReassignmentPreview; target: MoveTarget | null; moving: number }>) {
  const t = useTranslate();
  const name = useFrom('team', ({ value }) =>
    target?.to === 'person'
      ? (value?.members.find(({ id }) => id === target.personId)?.displayName ?? '')
      : '',
  );
  const { cases, total, after, targetOpenCases, targetCapacity } = preview;
  const already = cases.filter(({ assignee }) => target?.to === 'person' && assignee?.id === target.personId);
  const gets = cases.length - already.length;
  const rows =
    targetOpenCases === null || targetCapacity === null
      ? after
      : [
          {
            personId: 'one',
            displayName: name,
            gets,
            open: targetOpenCases + gets,
            capacity: targetCapacity,
          },
        ];
  const left = cases.length - moving;
  return (
    <>
      {total > cases.length && (
        <p className={room['notice']}>{t('team.move.too-many', { count: cases.length, total })}</p>
      )}
      {left > 0 && <p className={room['notice']}>{t('team.move.unplaced', { count: left })}</p>}
      {rows.length > 0 && (
        <div className={styles['loads']} role="group" aria-label={t('team.move.loads')} tabIndex={0}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('team.column.person')}</th>
                <th className={table['number']}>{t('team.move.gets')}</th>
                <th className={table['number']}>{t('team.move.after')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.personId}>
                  <td>{one.displayName}</td>
                  <td className={table['number']}>{one.gets}</td>
                  <td className={`${table['number']} ${one.open > one.capacity ? styles['over'] : ''}`}>
                    {t(one.open > one.capacity ? 'team.move.over' : 'team.move.load', {
                      open: one.open,
                      capacity: one.capacity,
                    })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
