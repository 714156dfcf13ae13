import { useCallback } from 'react';
import type { DeviceLine, EndDevice } from '../../contract/devices.ts';
import styles from './room.module.css';
import { NeedsContact } from './needs-contact.tsx';
import { useDeviceWords } from './use-device-words.ts';
import { fits } from '../commands/devices.ts';
import { useCommands } from '../commands/use-commands.ts';
import { lineKey } from '../stores/devices.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import table from '../ui/table.module.css';
import { timeOfDay } from '../ui/time.ts';
import { useLive } from '../ui/use-live.ts';

/** Every device, what waits there, and ending its use (S3). */
export function DevicesRoom() {
  const t = useTranslate();
  const { devices: store } = useStores();
  const devices = useFrom('devices', (state) => state.devices);
  const at = useFrom('devices', (state) => state.at);
  const failure = useFrom('devices', (state) => state.failure);
  useLive(useCallback(() => void store.getState().load(), [store]));
  return (
    <div className={styles['room']}>
      <div className={styles['section']}>
        <div className={styles['head']}>
          <h1>{t('devices.title')}</h1>
          {at !== null && <span className={styles['quiet']}>{t('team.as-of', { time: timeOfDay(at) })}</span>}
        </div>
        <p className={styles['quiet']}>{t('devices.hint')}</p>
      </div>
      <NeedsContact failure={failure} at={at} />
      {devices === null && failure === null && <p className={styles['quiet']}>{t('devices.loading')}</p>}
      {devices?.length === 0 && <p className={styles['quiet']}>{t('devices.none')}</p>}
      {devices !== null && devices.length > 0 && (
        <div className={styles['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('devices.column.person')}</th>
                <th>{t('devices.column.device')}</th>
                <th>{t('devices.column.first')}</th>
                <th>{t('devices.column.last')}</th>
                <th className={table['number']}>{t('devices.column.waiting')}</th>
                <th>{t('devices.column.state')}</th>
                <th>
                  <span className="visually-hidden">{t('devices.column.do')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {devices.map((line) => (
                <Line key={lineKey(line)} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

const hows: readonly EndDevice['how'][] = ['retire', 'revoke', 'allow'];
const toneOf = ({ ending, wiped, signedIn }: DeviceLine): Tone =>
  wiped !== null ? 'plain' : ending !== null ? 'danger' : signedIn ? 'success' : 'plain';

function Line({ line }: Readonly<{ line: DeviceLine }>) {
  const t = useTranslate();
  const words = useDeviceWords();
  const commands = useCommands();
  const { devices } = useStores();
  const choose = () => devices.getState().choose(lineKey(line));
  return (
    <tr onFocus={choose}>
      <td>
        <b>
          <bdi>{line.person.displayName}</bdi>
        </b>
        <div className={styles['quiet']}>{line.person.username}</div>
      </td>
      <td>
        <bdi>{line.name}</bdi>
        <div className={styles['quiet']}>
          <bdi>{line.platform}</bdi>
        </div>
      </td>
      <td className={styles['number']}>
        {line.firstSeenAt === null ? (
          t('devices.first-unknown')
        ) : (
          <time dateTime={line.firstSeenAt} title={line.firstSeenAt}>
            {timeOfDay(line.firstSeenAt)}
          </time>
        )}
      </td>
      <td className={styles['number']}>
        <time dateTime={line.lastContactAt} title={line.lastContactAt}>
          {timeOfDay(line.lastContactAt)}
        </time>
      </td>
      <td className={table['number']}>
        {line.waiting}
        <div className={styles['quiet']}>
          {line.waitingAt === null
            ? t('devices.never-said')
            : t('devices.said-at', { time: timeOfDay(line.waitingAt) })}
        </div>
      </td>
      <td>
        <Chip tone={toneOf(line)}>{words.state(line)}</Chip>
        {words.more(line).map((sentence) => (
          <div key={sentence} className={styles['quiet']}>
            <bdi>{sentence}</bdi>
          </div>
        ))}
      </td>
      <td>
        <div className={styles['row']}>
          {hows
            .filter((how) => fits[how](line))
            .map((how) => (
              <Button
                key={how}
                aria-label={t('devices.do.of', {
                  do: t(`devices.do.${how}`),
                  device: line.name,
                  person: line.person.displayName,
                })}
                onClick={() => {
                  choose();
                  commands.run(`devices.${how}`);
                }}
              >
                {t(`devices.do.${how}`)}
              </Button>
            ))}
        </div>
      </td>
    </tr>
  );
}
