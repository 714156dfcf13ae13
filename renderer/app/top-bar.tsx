import { Menu } from '@base-ui/react/menu';
import { useCallback, useEffect } from 'react';
import { rooms, type Room } from '../../contract/access.ts';
import type { Status } from '../../contract/bridge.ts';
import { OnBreakChip } from './on-break.tsx';
import styles from './top-bar.module.css';
import { useCommands } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate, type Translate } from '../strings/translate.ts';
import { Chip } from '../ui/chip.tsx';
import { timeOfDay } from '../ui/time.ts';

export function TopBar() {
  const t = useTranslate();
  return (
    <header className={styles['bar']}>
      <b className={styles['name']}>{t('app.name')}</b>
      <RoomLinks />
      <span className={styles['space']} />
      <AttentionButton />
      <Retiring />
      <Contact />
      <Readiness />
      <OnBreakChip />
      <Who />
    </header>
  );
}

function RoomLinks() {
  const t = useTranslate();
  const commands = useCommands();
  const current = useFrom('window', ({ room }) => room);
  const role = useFrom('session', ({ session }) =>
    session.is === 'signed-out' ? null : session.account.role,
  );
  const late = useFrom('late', ({ conflicting, uncontested }) => conflicting + uncontested);
  const failed = useFrom('enforcementLog', (state) => state.failed);
  useLateCount(role !== null && rooms[role].includes('late'));
  useFailedCount(role !== null && rooms[role].includes('enforcement'));
  if (role === null) return null;
  return (
    <nav aria-label={t('app.rooms')} className={styles['rooms']}>
      {rooms[role].map((room: Room) => (
        <button
          key={room}
          type="button"
          aria-current={room === current ? 'page' : undefined}
          onClick={() => commands.run(`rooms.${room}`)}
        >
          {t(`room.${room}`)}
          {room === 'late' && late > 0 && <Chip tone="warning">{late}</Chip>}
          {room === 'enforcement' && failed > 0 && (
            <Chip tone="danger">{t('room.enforcement.failed', { count: failed })}</Chip>
          )}
        </button>
      ))}
    </nav>
  );
}

const COUNTED_EVERY_MS = 60_000;

/** The count of late decisions is asked for: no event announces one. */
function useLateCount(wanted: boolean): void {
  const { late } = useStores();
  const load = useCallback(() => void late.getState().load(), [late]);
  useEachMinute(load, wanted);
}

function useFailedCount(wanted: boolean): void {
  const { enforcementLog } = useStores();
  const load = useCallback(() => void enforcementLog.getState().refresh(), [enforcementLog]);
  useEachMinute(load, wanted);
}

function useEachMinute(load: () => void, wanted: boolean): void {
  const online = useFrom('session', ({ status }) => status?.contact === 'online');
  useEffect(() => {
    if (!wanted || !online) return undefined;
    load();
    const timer = setInterval(load, COUNTED_EVERY_MS);
    return () => clearInterval(timer);
  }, [load, wanted, online]);
}

function AttentionButton() {
  const t = useTranslate();
  const commands = useCommands();
  const count = useFrom('session', ({ status }) => status?.attention ?? 0);
  if (count === 0) return null;
  return (
    <button type="button" className={styles['attention']} onClick={() => commands.run('window.attention')}>
      {t('contact.attention')} <span className={styles['count']}>{count}</span>
    </button>
  );
}

function contactWords(status: Status, t: Translate): string {
  const time = timeOfDay(status.since);
  switch (status.contact) {
    case 'offline':
    case 'offline-by-choice':
      return t(`contact.${status.contact}`, { time });
    case 'online':
    case 'retrying':
    case 'signed-out':
      return t(`contact.${status.contact}`);
    default:
      return status.contact satisfies never;
  }
}

/** Contact in words, and what waits. The first live region of the page. */
function Contact() {
  const t = useTranslate();
  const commands = useCommands();
  const status = useFrom('session', (state) => state.status);
  if (status === null) return null;
  const words = [contactWords(status, t)];
  if (status.waitingDecisions > 0) words.push(t('contact.waiting', { count: status.waitingDecisions }));
  else if (status.waiting > 0 && status.contact !== 'online') {
    words.push(t('contact.commands-waiting', { count: status.waiting }));
  }
  const said = words.join(' · ');
  return (
    <>
      {/* Beside the button: of what is within one, nothing is announced by itself. */}
      <span role="status" className="visually-hidden">
        {said}
      </span>
      <button
        type="button"
        className={`${styles['contact']} ${status.contact === 'online' ? styles['online'] : styles['lost']}`}
        title={t(`reason.${status.reason}`)}
        onClick={() => commands.run('rooms.sync')}
      >
        <i aria-hidden="true" />
        <span>{said}</span>
      </button>
    </>
  );
}

function Retiring() {
  const t = useTranslate();
  const retiring = useFrom('session', ({ status }) => status?.retiring ?? false);
  return retiring ? (
    <Chip tone="danger">
      <span role="status">{t('contact.retiring')}</span>
    </Chip>
  ) : null;
}

function Readiness() {
  const t = useTranslate();
  const ready = useFrom('session', ({ status }) => status?.ready ?? 0);
  const total = useFrom('session', ({ status }) => status?.queue ?? 0);
  const unreadable = useFrom('session', ({ status }) => status?.unreadable ?? 0);
  if (total === 0 && unreadable === 0) return null;
  return (
    <>
      {unreadable > 0 && <Chip tone="warning">{t('contact.unreadable', { count: unreadable })}</Chip>}
      {total > 0 && (
        <span className={styles['ready']} title={t('contact.ready.title', { ready, total })}>
          {t('contact.ready', { ready, total })}
        </span>
      )}
    </>
  );
}

function Who() {
  const t = useTranslate();
  const commands = useCommands();
  const account = useFrom('session', ({ session }) => (session.is === 'signed-out' ? null : session.account));
  const onBreak = useFrom('exposure', ({ value }) => (value?.onBreakSince ?? null) !== null);
  if (account === null) return null;
  return (
    <Menu.Root>
      <Menu.Trigger className={styles['who']}>{account.displayName}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} className={styles['layer']}>
          <Menu.Popup className={styles['menu']}>
            <div className={styles['account']}>
              {account.username} · {t(`role.${account.role}`)}
            </div>
            {(
              [
                onBreak ? 'break.end' : 'break.take',
                'shift.end',
                'rooms.settings',
                'window.keys',
                'contact.by-choice',
                'session.sign-out',
              ] as const
            )
              .filter((id) => !/^(break|shift)[.]/.test(id) || commands.whyNot(id) === null)
              .map((id) => (
                <Menu.Item key={id} className={styles['item']} onClick={() => commands.run(id)}>
                  {t(commands.get(id).title)}
                </Menu.Item>
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
