import type { QueueFilter } from '../../contract/bridge.ts';
import styles from './queue-filters.module.css';
import { everything } from '../stores/queue.ts';
import { useCommands } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { MenuChoice } from '../ui/menu-choice.tsx';

const chips = [
  { command: 'queue.clear-filters', name: 'all', is: (filter: QueueFilter) => isEverything(filter) },
  { command: 'queue.detections', name: 'detection', is: ({ source }: QueueFilter) => source === 'detection' },
  { command: 'queue.reports', name: 'report', is: ({ source }: QueueFilter) => source === 'report' },
  { command: 'queue.due', name: 'due', is: ({ dueWithinMinutes }: QueueFilter) => dueWithinMinutes === 60 },
  { command: 'queue.drafts', name: 'drafts', is: ({ drafts }: QueueFilter) => drafts },
] as const;

function isEverything(filter: QueueFilter): boolean {
  return (
    filter.source === null && filter.dueWithinMinutes === null && !filter.drafts && filter.queue === null
  );
}

export function QueueFilters() {
  const t = useTranslate();
  const commands = useCommands();
  const { queue } = useStores();
  const filter = useFrom('queue', (state) => state.filter);
  const queues = useFrom('queue', ({ counts }) => counts?.queues ?? null);
  const drafts = useFrom('session', ({ status }) => status?.drafts ?? 0);
  return (
    <div className={styles['filters']} role="group" aria-label={t('queue.filters')}>
      {chips.map(({ command, name, is }) => (
        <button
          key={name}
          type="button"
          aria-pressed={is(filter)}
          onClick={() => commands.run(is(filter) ? 'queue.clear-filters' : command)}
        >
          {t(`queue.filter.${name}`, { count: drafts })}
        </button>
      ))}
      {queues !== null && queues.length > 1 && (
        <MenuChoice
          className={styles['queues']}
          label={t('queue.filter.queue')}
          value={filter.queue ?? ''}
          options={[
            { value: '', label: t('queue.filter.every-queue') },
            ...queues.map((one) => ({ value: one.queue as string, label: `${one.name} (${one.count})` })),
          ]}
          onChange={(one) =>
            void queue.getState().setFilter({ ...everything, search: filter.search, queue: one || null })
          }
        />
      )}
    </div>
  );
}
