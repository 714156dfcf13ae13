import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Messages } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { clockTime, dayName } from '../format.ts';
import { Field } from '../masked-field.tsx';
import type { MessageRow, Row } from '../model/rows.ts';
import { stopsOf } from '../model/rows.ts';
import { MarkedText, Untrusted } from '../text/marked-text.tsx';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { arrive } from './arrive.ts';
import { DetectorSummary } from './detector-summary.tsx';
import { Facts } from './facts.tsx';
import styles from './messages.module.css';
import { FindBar } from './find-bar.tsx';
import { RowList } from './row-list.tsx';
import type { RowListHandle } from './row-list.tsx';
import { useFound } from './use-found.ts';
import { useMessageRows } from './use-message-rows.ts';
import { useStops } from './use-stops.ts';
import { ViewFrame, useViewScroller } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

type Props = PanelProps<Messages>;
type Participant = Messages['participants'][number];

/** A thread as a calm conversation: who was first stands at the start, everybody else at the end. */
export function MessagesViewer(props: Props) {
  const { view, document, detections, panelId, tabId } = props;
  const t = useTranslate();
  return (
    <ViewFrame
      id={panelId}
      labelledBy={tabId}
      side={
        <>
          <DetectorSummary detections={detections} evidenceId={view.item.id} />
          <Facts
            title={t('evidence.facts')}
            rows={[
              { label: t('evidence.messages'), value: String(document.messages.length) },
              ...document.participants.map((participant, index) => ({
                key: participant.id,
                label: t(
                  participant.role === 'unknown' ? 'evidence.party' : `evidence.role.${participant.role}`,
                ),
                value: <Field view={view} at={`/participants/${index}/label`} text={participant.label} />,
              })),
            ]}
          />
        </>
      }
    >
      <Thread {...props} />
    </ViewFrame>
  );
}

function Thread({ view, document, translation, highlights }: Props) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const scroller = useViewScroller();
  const list = useRef<RowListHandle>(null);
  const [whole, setWhole] = useState<ReadonlySet<number>>(() => new Set());
  const showWhole = useCallback((index: number) => setWhole((now) => new Set(now).add(index)), []);
  const rows = useMessageRows(document, highlights, whole);
  const participants = useMemo(
    () =>
      new Map(document.participants.map((participant, index) => [participant.id, { participant, index }])),
    [document],
  );
  const translated = useMemo(
    () =>
      translation?.kind === 'messages'
        ? new Map(translation.messages.map((message) => [message.id, message.text]))
        : null,
    [translation],
  );
  useStops(useEvidenceViewStore(), view.item.id, rows, scroller, list);
  useFirstInView(view.item.id, document, rows, list, scroller);
  const search = useFound(document, rows, scroller, list, showWhole);

  return (
    <div
      className={translated === null ? styles['thread'] : `${styles['thread']} ${styles['wide']}`}
      data-evidence={view.item.id}
    >
      <FindBar search={search} />
      <RowList rows={rows} scroller={scroller} estimate={estimate} handle={list}>
        {(row, index) => {
          if (row.is === 'more') {
            return (
              <button type="button" className={styles['more']} onClick={() => showWhole(row.index)}>
                {t('evidence.show-all', { count: row.hidden })}
              </button>
            );
          }
          if (row.is === 'day') return <div className={styles['day']}>{dayName(row.at, locale)}</div>;
          if (row.is !== 'message') return null;
          const message = document.messages[row.index];
          if (message === undefined) return null;
          const known = participants.get(message.from);
          return (
            <Message
              row={row}
              at={index}
              message={message}
              view={view}
              author={known?.participant ?? null}
              authorAt={known === undefined ? null : `/participants/${known.index}/label`}
              atEnd={known !== undefined && known.index > 0}
              locale={locale}
              translation={row.opens ? (translated?.get(message.id) ?? null) : null}
              translates={translated !== null}
              found={search.inMessage.get(row.index)}
              isCurrent={search.currentRow === index}
              flaggedWord={t('evidence.flagged')}
            />
          );
        }}
      </RowList>
    </div>
  );
}

const estimate = (row: Row): number =>
  row.is === 'message' ? 44 + Math.ceil((row.end - row.start) / 60) * 22 : 34;

/** Begins at the flagged message, else at the first highlight, once for each thread. */
function useFirstInView(
  evidenceId: string,
  document: Messages,
  rows: readonly Row[],
  list: RefObject<RowListHandle | null>,
  scroller: RefObject<HTMLElement | null>,
): void {
  const store = useEvidenceViewStore();
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === evidenceId || store.getState().target !== null) return undefined;
    const flagged = rows.findIndex(
      (row) => row.is === 'message' && document.messages[row.index]?.flagged === true,
    );
    const row = flagged === -1 ? (stopsOf(rows)[0]?.row ?? -1) : flagged;
    if (row === -1) return undefined;
    // Only once it is there: rows that come anew while it is looked for begin the search again.
    return arrive(row, `[data-row="${row}"]`, scroller, list, () => {
      shown.current = evidenceId;
    });
  }, [evidenceId, document, rows, list, scroller, store]);
}

function Message({
  row,
  at,
  message,
  view,
  author,
  authorAt,
  atEnd,
  locale,
  translation,
  translates,
  found,
  isCurrent,
  flaggedWord,
}: Readonly<{
  row: MessageRow;
  at: number;
  message: Messages['messages'][number];
  view: PanelProps['view'];
  author: Participant | null;
  authorAt: string | null;
  atEnd: boolean;
  locale: string;
  translation: string | null;
  translates: boolean;
  found: readonly Readonly<{ start: number; end: number }>[] | undefined;
  isCurrent: boolean;
  flaggedWord: string;
}>) {
  const t = useTranslate();
  const classes = [
    styles['message'],
    atEnd ? styles['end'] : styles['start'],
    row.follows ? styles['follows'] : '',
    message.flagged ? styles['flagged'] : '',
    isCurrent ? styles['current'] : '',
  ];
  return (
    <article className={classes.join(' ')} data-row={at}>
      {row.opens && (!row.follows || message.flagged) && (
        <header>
          <b>
            {author === null || authorAt === null ? (
              <Untrusted text={message.from} />
            ) : (
              <Field view={view} at={authorAt} text={author.label} />
            )}
          </b>
          {author !== null && author.role !== 'unknown' && <span>{t(`evidence.role.${author.role}`)}</span>}
          {message.at !== null && <Times at={message.at} zone={author?.timeZone ?? null} locale={locale} />}
          {message.flagged && <span className={styles['flag']}>{flaggedWord}</span>}
        </header>
      )}
      <div className={translates ? styles['both'] : undefined}>
        <p dir="auto" data-field={row.source.field} title={titleOf(row, message.at, locale)}>
          <Field view={view} at={row.source.field} text="">
            <MarkedText
              text={row.source.text}
              stretches={row.source.stretches}
              start={row.start}
              end={row.end}
              found={found}
            />
          </Field>
        </p>
        {translation !== null && (
          <p dir="auto" className={styles['translation']}>
            <MarkedText text={translation.slice(0, longestTranslation).toWellFormed()} />
          </p>
        )}
      </div>
    </article>
  );
}

const longestTranslation = 4000;

/** A message that follows another has no head of its own; its time is still to be had. */
const titleOf = (row: MessageRow, at: string | null, locale: string): string | undefined =>
  row.follows && at !== null ? (clockTime(at, locale) ?? undefined) : undefined;

function Times({ at, zone, locale }: Readonly<{ at: string; zone: string | null; locale: string }>) {
  const t = useTranslate();
  const here = clockTime(at, locale);
  const there = zone === null || zone === '' ? null : clockTime(at, locale, zone);
  return (
    <time dateTime={at}>
      {here}
      {there !== null &&
        there !== here &&
        ` · ${t('evidence.time-there', { time: there, zone: zone ?? '' })}`}
    </time>
  );
}
