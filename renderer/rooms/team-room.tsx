import { useEffect, useState } from 'react';
import styles from './room.module.css';
import { NeedsContact } from './needs-contact.tsx';
import { Reassign } from './reassign.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Chip } from '../ui/chip.tsx';
import { Field } from '../ui/field.tsx';
import table from '../ui/table.module.css';
import { dueInWords, timeOfDay } from '../ui/time.ts';
import { useNow } from '../ui/use-now.ts';

/** Who works on what, and moving cases to others. */
export function TeamRoom() {
  const t = useTranslate();
  const { team } = useStores();
  const value = useFrom('team', (state) => state.value);
  const failure = useFrom('team', (state) => state.failure);
  useEffect(() => {
    const load = () => void team.getState().load({});
    load();
    const timer = setInterval(load, 15_000);
    return () => clearInterval(timer);
  }, [team]);
  return (
    <div className={styles['room']}>
      <div className={styles['head']}>
        <h1>{t('team.title')}</h1>
        {value !== null && (
          <span className={styles['quiet']}>{t('team.as-of', { time: timeOfDay(value.at) })}</span>
        )}
      </div>
      <NeedsContact failure={failure} at={value?.at ?? null} />
      <People />
      <Backlog />
    </div>
  );
}

function People() {
  const t = useTranslate();
  const members = useFrom('team', ({ value }) => value?.members);
  if (members === undefined) return null;
  return (
    <section className={styles['section']}>
      <h2>{t('team.people')}</h2>
      <div className={styles['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('team.column.person')}</th>
              <th>{t('team.column.role')}</th>
              <th>{t('team.column.contact')}</th>
              <th className={table['number']}>{t('team.column.open')}</th>
              <th className={table['number']}>{t('team.column.waiting')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <td>
                  <b>{member.displayName}</b> <span className={styles['quiet']}>{member.username}</span>{' '}
                  {member.onBreakSince !== null && (
                    <Chip>{t('team.on-break', { time: timeOfDay(member.onBreakSince) })}</Chip>
                  )}
                </td>
                <td>{t(`role.${member.role}`)}</td>
                <td>{member.lastContactAt === null ? t('sync.never') : timeOfDay(member.lastContactAt)}</td>
                <td className={table['number']}>
                  {member.openCases} / {member.capacity}
                </td>
                <td className={table['number']}>
                  {member.waiting}
                  {member.waitingAt !== null && (
                    <span className={styles['quiet']}> · {timeOfDay(member.waitingAt)}</span>
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

function Backlog() {
  const t = useTranslate();
  const { backlog } = useStores();
  const value = useFrom('backlog', (state) => state.value);
  const members = useFrom('team', (state) => state.value?.members);
  const queues = useFrom('catalogue', (state) => state.value?.catalogue?.queues);
  const [queue, setQueue] = useState<string | null>(null);
  const [assignee, setAssignee] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const now = useNow();
  useEffect(() => {
    void backlog.getState().load({ queue, assignee, after });
  }, [backlog, queue, assignee, after]);
  const cases = value?.cases ?? [];
  const chosen = cases.filter((one) => selected.has(one.id));
  const toggle = (caseId: string) => {
    const next = new Set(selected);
    if (!next.delete(caseId)) next.add(caseId);
    setSelected(next);
  };

  return (
    <section className={styles['section']}>
      <h2>
        {t('team.backlog')}{' '}
        <span className={styles['quiet']}>{t('team.total', { count: value?.total ?? 0 })}</span>
      </h2>
      <div className={styles['row']}>
        <Field label={t('team.filter-person')}>
          {(control) => (
            <select
              {...control}
              value={assignee ?? ''}
              onChange={(event) => {
                setAssignee(event.target.value || null);
                setAfter(null);
              }}
            >
              <option value="">{t('team.everyone')}</option>
              {(members ?? []).map((member) => (
                <option key={member.id} value={member.id}>
                  {member.displayName}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('team.filter-queue')}>
          {(control) => (
            <select
              {...control}
              value={queue ?? ''}
              onChange={(event) => {
                setQueue(event.target.value || null);
                setAfter(null);
              }}
            >
              <option value="">{t('team.every-queue')}</option>
              {(queues ?? []).map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Reassign
        chosen={chosen}
        onDone={() => {
          setSelected(new Set());
          void backlog.getState().load({ queue, assignee, after });
        }}
      />
      <div className={styles['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>
                <input
                  type="checkbox"
                  aria-label={t('team.select-all')}
                  checked={cases.length > 0 && chosen.length === cases.length}
                  onChange={(event) =>
                    setSelected(new Set(event.target.checked ? cases.map((one) => one.id) : []))
                  }
                />
              </th>
              <th>{t('team.column.case')}</th>
              <th>{t('team.column.queue')}</th>
              <th>{t('team.column.state')}</th>
              <th>{t('team.column.due')}</th>
              <th>{t('team.column.assignee')}</th>
            </tr>
          </thead>
          <tbody>
            {cases.map((one) => (
              <tr key={one.id}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('team.select', { reference: one.reference })}
                    checked={selected.has(one.id)}
                    onChange={() => toggle(one.id)}
                  />
                </td>
                <td>
                  <bdi>{one.title}</bdi> <span className={styles['quiet']}>{one.reference}</span>
                </td>
                <td>{one.queue}</td>
                <td>{t(`case-state.${one.state.is}`)}</td>
                <td>
                  {one.band} · {dueInWords(one.dueAt, now, t)}
                </td>
                <td>
                  {one.assignee?.displayName ?? (
                    <span className={styles['quiet']}>{t('team.unassigned')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {value?.next && (
        <div>
          <button type="button" className={styles['link']} onClick={() => setAfter(value.next)}>
            {t('team.more')}
          </button>
        </div>
      )}
    </section>
  );
}
