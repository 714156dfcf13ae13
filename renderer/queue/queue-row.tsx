import { memo } from 'react';
import type { QueueRow } from '../../contract/bridge.ts';
import styles from './queue-row.module.css';
import { showCaseAt } from '../commands/queue.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate, type Translate } from '../strings/translate.ts';
import { Chip, type Tone } from '../ui/chip.tsx';
import { dueInWords } from '../ui/time.ts';

export const rowId = (index: number): string => `queue-row-${index}`;

type RowProps = Readonly<{ index: number; start: number; total: number; active: boolean; now: number }>;

export const QueueRowView = memo(function QueueRowView({ index, start, total, active, now }: RowProps) {
  const t = useTranslate();
  const stores = useStores();
  const row = useFrom('queue', ({ rows }) => rows.get(index));
  const place = {
    id: rowId(index),
    role: 'option',
    'aria-selected': active,
    'aria-setsize': total,
    'aria-posinset': index + 1,
    style: { transform: `translateY(${start}px)` },
  } as const;
  if (row === undefined) {
    return (
      <div {...place} className={styles['row']} aria-label={t('queue.loading')}>
        <i />
      </div>
    );
  }
  const done = ['held', 'waiting', 'decided', 'gone', 'snoozed'].includes(row.work);
  return (
    <div
      {...place}
      className={[styles['row'], styles[row.band], active && styles['active'], done && styles['done']]
        .filter(Boolean)
        .join(' ')}
      data-case-id={row.caseId}
      onClick={() => {
        stores.window.getState().setDrawer(null);
        void showCaseAt(stores, index);
      }}
    >
      <i aria-hidden="true" />
      <div className={styles['words']}>
        <div className={styles['title']}>
          <bdi>{row.title}</bdi>
        </div>
        <div className={styles['summary']}>{summaryOf(row, t)}</div>
      </div>
      <div className={styles['side']}>
        <Due row={row} now={now} done={done} />
        <Badge row={row} />
      </div>
    </div>
  );
});

function summaryOf(row: QueueRow, t: Translate): string {
  const source = t(`source.${row.source}`);
  const from =
    row.source !== 'report' && row.reports > 0
      ? t('source.with-reports', { source, count: row.reports })
      : source;
  const group = row.nearDuplicates > 1 ? t('queue.group', { count: row.nearDuplicates }) : '';
  return [from, row.summary, group].filter(Boolean).join(' · ');
}

function Due({ row, now, done }: Readonly<{ row: QueueRow; now: number; done: boolean }>) {
  const t = useTranslate();
  const words = dueInWords(row.dueAt, now, t);
  const near = row.dueAt !== null && Date.parse(row.dueAt) - now < 20 * 60_000;
  return (
    <b className={near && !done ? styles['near'] : undefined}>
      {row.band} · {words}
    </b>
  );
}

const tones: Readonly<Partial<Record<QueueRow['work'], Tone>>> = {
  draft: 'accent',
  attention: 'warning',
  held: 'plain',
  waiting: 'plain',
  snoozed: 'plain',
  decided: 'success',
};

function Badge({ row }: Readonly<{ row: QueueRow }>) {
  const t = useTranslate();
  if (row.work !== 'open') return <Chip tone={tones[row.work] ?? 'plain'}>{t(`work.${row.work}`)}</Chip>;
  if (!row.ready) return <span className={styles['quiet']}>{t('queue.not-ready')}</span>;
  return (
    <span className={styles['quiet']}>
      {row.score === null ? (
        '–'
      ) : (
        <>
          <span className="visually-hidden">{t('queue.risk')} </span>
          {row.score.toFixed(2)}
        </>
      )}
    </span>
  );
}
