import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import styles from './queue-list.module.css';
import { QueueRowView, rowId } from './queue-row.tsx';
import { showCaseAt } from '../commands/queue.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { useNow } from '../ui/use-now.ts';

const ROW_PX = 52;

/** The frozen order of the queue. Only the rows in view are in the page, however long it is. */
export function QueueList() {
  const t = useTranslate();
  const stores = useStores();
  const total = useFrom('queue', (state) => state.total);
  const snapshotId = useFrom('queue', (state) => state.snapshotId);
  const active = useFrom('queue', (state) => state.active);
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  // The compiler of React must not memoise what the virtualizer returns: it is made to be read anew.
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    void stores.queue.getState().ensure(first - 20, last + 40);
  }, [stores, first, last, snapshotId]);
  useLayoutEffect(() => {
    if (active < 0) return undefined;
    // With the frame, whose layout it needs anyway: before it, the whole window would be laid out while a key is answered.
    const frame = requestAnimationFrame(() => virtualizer.scrollToIndex(active, { align: 'auto' }));
    return () => cancelAnimationFrame(frame);
  }, [virtualizer, active]);

  if (total === 0) return <EmptyQueue />;
  return (
    <div
      ref={scroller}
      className={styles['list']}
      role="listbox"
      aria-label={t('queue.cases')}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      data-keys="commands"
      tabIndex={0}
      onKeyDown={(event) => {
        const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: total - 1 }[event.key];
        if (to === undefined || to < 0 || to >= total) return;
        event.preventDefault();
        void showCaseAt(stores, to);
      }}
    >
      <div className={styles['canvas']} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <QueueRowView
            key={index}
            index={index}
            start={start}
            total={total}
            active={index === active}
            now={now}
          />
        ))}
      </div>
    </div>
  );
}

function EmptyQueue() {
  const t = useTranslate();
  const filter = useFrom('queue', (state) => state.filter);
  const opened = useFrom('queue', (state) => state.snapshotId !== null);
  const filtered =
    filter.source !== null || filter.dueWithinMinutes !== null || filter.drafts || filter.queue !== null;
  if (!opened) return <div className={styles['empty']} />;
  return (
    <div className={styles['empty']}>
      {filter.search !== '' ? (
        <p>{t('queue.empty.search', { words: filter.search })}</p>
      ) : filtered ? (
        <p>{t('queue.empty.filtered')}</p>
      ) : (
        <>
          <p>{t('queue.empty')}</p>
          <p className={styles['hint']}>{t('queue.empty.hint')}</p>
        </>
      )}
    </div>
  );
}
