import { useEffect, useState } from 'react';
import type { BacklogCase } from '../../../contract/supervision.ts';
import { Moved } from './moved.tsx';
import styles from '../room.module.css';
import { chosenCount, MOST_CASES } from '../../stores/reassignment.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import table from '../../ui/table.module.css';
import { dueInWords } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** Open cases of all queues, and moving them to others: ticked one by one, as a range, or all that match. */
export function Backlog() {
  const t = useTranslate();
  const { backlog } = useStores();
  const value = useFrom('backlog', (state) => state.value);
  const queue = useFrom('reassignment', (state) => state.queue);
  const assignee = useFrom('reassignment', (state) => state.assignee);
  const [after, setAfter] = useState<string | null>(null);
  useEffect(() => setAfter(null), [queue, assignee]);
  useEffect(() => {
    void backlog.getState().load({ queue: queue as never, assignee: assignee as never, after });
  }, [backlog, queue, assignee, after]);

  return (
    <section className={styles['section']} aria-labelledby="team-backlog">
      <h2 id="team-backlog">
        {t('team.backlog')}{' '}
        <span className={styles['quiet']}>{t('team.total', { count: value?.total ?? 0 })}</span>
      </h2>
      <Filters />
      <Chosen total={value?.total ?? 0} />
      <Moved />
      <Cases cases={value?.cases ?? []} />
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

function Filters() {
  const t = useTranslate();
  const { reassignment } = useStores();
  const members = useFrom('team', ({ value }) => value?.members);
  const queues = useFrom('catalogue', ({ value }) => value?.catalogue?.queues);
  const queue = useFrom('reassignment', (state) => state.queue);
  const assignee = useFrom('reassignment', (state) => state.assignee);
  return (
    <div className={styles['row']}>
      <Field label={t('team.filter-person')}>
        {(control) => (
          <select
            {...control}
            value={assignee ?? ''}
            onChange={(event) => reassignment.getState().filter({ assignee: event.target.value || null })}
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
            onChange={(event) => reassignment.getState().filter({ queue: event.target.value || null })}
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
  );
}

function Chosen({ total }: Readonly<{ total: number }>) {
  const t = useTranslate();
  const count = useFrom('reassignment', (state) => chosenCount(state, total));
  const isMatching = useFrom('reassignment', (state) => state.isMatching);
  return (
    <div className={`${styles['row']} ${styles['line']}`}>
      <span role="status">
        {count === 0
          ? t('team.selected-none')
          : isMatching && total > MOST_CASES
            ? t('team.selected-most', { count, total })
            : t('team.selected', { count })}
      </span>
      <CommandButton command="team.move" look={count > 0 ? 'primary' : 'plain'}>
        {t('team.move')}
      </CommandButton>
      <CommandButton command="team.select-matching" look="quiet">
        {t('team.select-matching', { count: total })}
      </CommandButton>
      {count > 0 && (
        <CommandButton command="team.select-none" look="quiet">
          {t('team.select-none')}
        </CommandButton>
      )}
    </div>
  );
}

function Cases({ cases }: Readonly<{ cases: readonly BacklogCase[] }>) {
  const t = useTranslate();
  const { reassignment } = useStores();
  const selected = useFrom('reassignment', (state) => state.selected);
  const isMatching = useFrom('reassignment', (state) => state.isMatching);
  const now = useNow();
  const order = cases.map(({ id }) => id);
  return (
    <div className={styles['scroll']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>
              <input
                type="checkbox"
                aria-label={t('team.select-all')}
                checked={isMatching || (order.length > 0 && order.every((id) => selected.has(id)))}
                onChange={(event) => reassignment.getState().select(event.target.checked ? order : [])}
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
                  checked={isMatching || selected.has(one.id)}
                  title={t('team.select.range')}
                  // A change event does not say whether Shift was held; a click from the keyboard does.
                  onChange={() => {}}
                  onClick={(event) =>
                    event.shiftKey
                      ? reassignment.getState().toggleTo(one.id, order)
                      : reassignment.getState().toggle(one.id)
                  }
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
                {one.assignee?.displayName ?? <span className={styles['quiet']}>{t('team.unassigned')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
