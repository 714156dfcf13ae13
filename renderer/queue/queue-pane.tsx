import styles from './queue-pane.module.css';
import { QueueFilters } from './queue-filters.tsx';
import { QueueList } from './queue-list.tsx';
import { SearchField } from './search-field.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import type { QueueOrder } from '../../contract/bridge.ts';

const orders: readonly QueueOrder[] = ['priority', 'due', 'newest'];

export function QueuePane() {
  const t = useTranslate();
  return (
    <section
      role="region"
      aria-label={t('queue.label')}
      className={styles['pane']}
      data-focus="queue"
      tabIndex={-1}
    >
      <Head />
      <SearchField />
      <QueueFilters />
      <Arrivals />
      <QueueList />
    </section>
  );
}

function Head() {
  const t = useTranslate();
  const { queue } = useStores();
  const total = useFrom('queue', (state) => state.total);
  const order = useFrom('queue', (state) => state.order);
  const name = useFrom(
    'queue',
    ({ filter, counts }) => counts?.queues.find((one) => one.queue === filter.queue)?.name ?? null,
  );
  return (
    <div className={styles['head']}>
      <h2>{name ?? t('queue.all')}</h2>
      <span className={styles['number']}>{total}</span>
      <span className={styles['space']} />
      <select
        className={styles['order']}
        aria-label={t('queue.order')}
        value={order}
        onChange={(event) => void queue.getState().setOrder(event.target.value as QueueOrder)}
      >
        {orders.map((one) => (
          <option key={one} value={one}>
            {t(`queue.order.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Arrivals() {
  const t = useTranslate();
  const count = useFrom('session', ({ status }) => status?.arrivals ?? 0);
  if (count === 0) return null;
  return (
    <CommandButton command="queue.refresh" look="quiet" showKey={false} className={styles['arrivals'] ?? ''}>
      {t('queue.arrivals', { count })}
    </CommandButton>
  );
}
