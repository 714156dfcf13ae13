import styles from './queue-pane.module.css';
import pane from '../ui/pane.module.css';
import { QueueFilters } from './queue-filters.tsx';
import { QueueList } from './queue-list.tsx';
import { SearchField } from './search-field.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { MenuChoice } from '../ui/menu-choice.tsx';
import type { QueueOrder } from '../../contract/bridge.ts';

const orders: readonly QueueOrder[] = ['priority', 'due', 'newest'];

export function QueuePane() {
  const t = useTranslate();
  return (
    <section
      role="region"
      aria-label={t('queue.label')}
      className={pane['pane']}
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
    <div className={pane['head']}>
      <h2>{name ?? t('queue.all')}</h2>
      <span className={styles['number']}>{total}</span>
      <span className={pane['space']} />
      <MenuChoice
        label={t('queue.order')}
        value={order}
        options={orders.map((one) => ({ value: one, label: t(`queue.order.${one}`) }))}
        onChange={(one) => void queue.getState().setOrder(one)}
      />
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
