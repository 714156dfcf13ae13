import { rooms } from '../../contract/access.ts';
import type { AuditLine } from '../../contract/audit.ts';
import room from './room.module.css';
import { useCommands } from '../commands/use-commands.ts';
import { auditWords, doneBefore } from '../rules/audit-words.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import table from '../ui/table.module.css';
import { timeToTheSecond } from '../ui/time.ts';

export function AuditTable({ lines }: Readonly<{ lines: readonly AuditLine[] }>) {
  const t = useTranslate();
  const opens = useFrom(
    'session',
    ({ session }) => session.is !== 'signed-out' && rooms[session.account.role].includes('review'),
  );
  return (
    <div className={room['scroll']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>{t('audit.column.when')}</th>
            <th>{t('audit.column.who')}</th>
            <th>{t('audit.column.what')}</th>
            <th>{t('audit.column.case')}</th>
            <th>{t('audit.column.device')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} line={line} opens={opens && line.here} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line, opens }: Readonly<{ line: AuditLine; opens: boolean }>) {
  const t = useTranslate();
  const { auditTrail } = useStores();
  const commands = useCommands();
  const known = (name: string | null, id: string | null) =>
    name ?? (id === null ? null : t('audit.no-longer-known'));
  const done = doneBefore(line);
  const reference = known(line.reference, line.caseId);
  return (
    <tr>
      <td className={room['number']}>
        <time dateTime={line.at} title={line.at}>
          {timeToTheSecond(line.at)}
        </time>
      </td>
      <td>
        <bdi>{known(line.person, line.personId) ?? t('audit.system')}</bdi>
      </td>
      <td>
        <bdi>{auditWords(line, t)}</bdi>
        {done !== null && (
          <div className={room['quiet']}>
            <time dateTime={done} title={done}>
              {t('audit.made-at', { time: timeToTheSecond(done) })}
            </time>
          </div>
        )}
      </td>
      <td className={room['number']}>
        {opens && reference !== null ? (
          <button
            type="button"
            className={room['link']}
            aria-label={t('audit.open', { reference })}
            onFocus={() => auditTrail.getState().choose(line.id)}
            onClick={() => {
              auditTrail.getState().choose(line.id);
              commands.run('audit.open-case');
            }}
          >
            {reference}
          </button>
        ) : (
          reference
        )}
      </td>
      <td>
        <bdi>{known(line.device, line.deviceId)}</bdi>
      </td>
    </tr>
  );
}
