import type { PersonFigures } from '../../../contract/figures.ts';
import type { TeamMember } from '../../../contract/supervision.ts';
import styles from '../room.module.css';
import own from './team.module.css';
import { SaveTable } from './save-table.tsx';
import type { Period } from './period.ts';
import { useCommands } from '../../commands/use-commands.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate, type Translate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import table from '../../ui/table.module.css';
import { lengthInWords, measuredTime, timeOfDay } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** Contact is recorded once a minute. */
const ONLINE_MS = 2 * 60_000;

type Presence = Readonly<{ is: 'online' | 'offline' | 'never'; since: string | null }>;

const presenceOf = ({ lastContactAt }: TeamMember, now: number): Presence => {
  if (lastContactAt === null) return { is: 'never', since: null };
  const isOnline = now - Date.parse(lastContactAt) < ONLINE_MS;
  return { is: isOnline ? 'online' : 'offline', since: lastContactAt };
};

/** Every reviewer: whether they are there, what they hold, and what they did in the period. */
export function People({ period }: Readonly<{ period: Period }>) {
  const t = useTranslate();
  const now = useNow();
  const members = useFrom('team', ({ value }) => value?.members);
  const people = useFrom('figures', ({ value }) => value?.people);
  if (members === undefined) return null;
  const figures = new Map(people?.map((one) => [one.personId, one]));
  return (
    <section className={styles['section']} aria-labelledby="team-people">
      <div className={styles['head']}>
        <h2 id="team-people">{t('team.people')}</h2>
        <span className={styles['space']} />
        <SaveTable
          name={`people-${period}`}
          rows={() => [csvHead, ...members.map((one) => csvRow(one, figures.get(one.id), now))]}
        />
      </div>
      <div
        className={`${styles['scroll']} ${own['tall']}`}
        role="group"
        aria-labelledby="team-people"
        tabIndex={0}
      >
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('team.column.person')}</th>
              <th>{t('team.column.contact')}</th>
              <th className={table['number']}>{t('team.column.open')}</th>
              <th className={table['number']}>{t('team.column.oldest')}</th>
              <th className={table['number']}>{t('team.column.waiting')}</th>
              <th className={table['number']}>{t('team.column.decided')}</th>
              <th className={table['number']}>{t('team.column.wait')}</th>
              <th className={table['number']}>{t('team.column.open-time')}</th>
              <th className={table['number']}>{t('team.column.active')}</th>
              <th>
                <span className="visually-hidden">{t('team.column.do')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <Person key={member.id} member={member} figures={figures.get(member.id)} now={now} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Person({
  member,
  figures,
  now,
}: Readonly<{ member: TeamMember; figures: PersonFigures | undefined; now: number }>) {
  const t = useTranslate();
  const commands = useCommands();
  const { coverage } = useStores();
  const choose = () => coverage.getState().choose(member.id);
  const about = [t(`role.${member.role}`), member.queues.join(', '), member.languages.join(', ')];
  return (
    <tr onFocus={choose}>
      <td>
        <b>{member.displayName}</b> <span className={styles['quiet']}>{member.username}</span>
        <div className={styles['quiet']}>{about.filter((words) => words !== '').join(' · ')}</div>
      </td>
      <td>
        {inWords(presenceOf(member, now), t)}{' '}
        {member.onBreakSince !== null && (
          <Chip>{t('team.on-break', { time: timeOfDay(member.onBreakSince) })}</Chip>
        )}
        {member.away !== null && (
          <span title={member.away.reason}>
            <Chip tone="warning">
              {member.away.until === null
                ? t('team.away', { time: timeOfDay(member.away.since) })
                : t('team.away.until', { time: timeOfDay(member.away.until) })}
            </Chip>
          </span>
        )}
      </td>
      <td className={table['number']}>
        {member.openCases} / {member.capacity}
      </td>
      <td className={table['number']}>
        {member.oldestAt === null ? '–' : lengthInWords(now - Date.parse(member.oldestAt), t)}
      </td>
      <td className={table['number']}>
        {member.waiting}
        {member.waiting > 0 && member.waitingAt !== null && (
          <span className={styles['quiet']}> · {timeOfDay(member.waitingAt)}</span>
        )}
      </td>
      <td className={table['number']}>{figures?.decided ?? 0}</td>
      <td className={table['number']}>{figures === undefined ? '–' : lengthInWords(figures.waitMs, t)}</td>
      <td className={table['number']}>{figures === undefined ? '–' : measuredTime(figures.openMs, t)}</td>
      <td className={table['number']}>{figures === undefined ? '–' : measuredTime(figures.activeMs, t)}</td>
      <td>
        <Button
          aria-label={t(`team.${member.away === null ? 'away' : 'back'}.do.of`, {
            person: member.displayName,
          })}
          onClick={() => {
            choose();
            commands.run('team.away');
          }}
        >
          {t(`team.${member.away === null ? 'away' : 'back'}.do`)}
        </Button>
      </td>
    </tr>
  );
}

const inWords = ({ is, since }: Presence, t: Translate): string =>
  since === null || is === 'online'
    ? t(`team.presence.${is === 'never' ? 'never' : 'online'}`)
    : t('team.presence.offline', { time: timeOfDay(since) });

const csvHead = [
  'person',
  'user name',
  'role',
  'queues',
  'languages',
  'presence',
  'last contact (UTC)',
  'on a break since (UTC)',
  'away since (UTC)',
  'open cases',
  'capacity',
  'oldest case (UTC)',
  'waiting on device',
  'decided',
  'mean wait (ms)',
  'mean open (ms)',
  'mean active (ms)',
];

const csvRow = (member: TeamMember, figures: PersonFigures | undefined, now: number) => [
  member.displayName,
  member.username,
  member.role,
  member.queues.join(' '),
  member.languages.join(' '),
  presenceOf(member, now).is,
  member.lastContactAt,
  member.onBreakSince,
  member.away?.since ?? null,
  member.openCases,
  member.capacity,
  member.oldestAt,
  member.waiting,
  figures?.decided ?? 0,
  figures?.waitMs ?? null,
  figures?.openMs ?? null,
  figures?.activeMs ?? null,
];
