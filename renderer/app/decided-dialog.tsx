import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { DecidedDecision } from '../../contract/bridge.ts';
import { Outcome } from '../../contract/catalogue.ts';
import styles from './decided-dialog.module.css';
import { showCase } from '../commands/queue.ts';
import { takeBack } from '../commands/window.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate, type Translate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { lengthInWords, measuredTime, timeOfDay } from '../ui/time.ts';
import { useActionWords } from '../ui/use-action-words.ts';

const ROW_PX = 78;
const RELOAD_MS = 15_000;

/** What the person decided, newest first, and what became of it. Nothing in it waits for the network. */
export function DecidedDialog() {
  const t = useTranslate();
  const { window, decided } = useStores();
  const total = useFrom('decided', (state) => state.total);
  const asOf = useFrom('decided', (state) => state.asOf);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setInterval(() => void decided.getState().reload(), RELOAD_MS);
    return () => clearInterval(timer);
  }, [decided]);
  return (
    <Dialog
      title={t('decided.title')}
      size="wide"
      initialFocus={list}
      onClose={() => window.getState().close()}
    >
      <p className={styles['about']}>
        {total !== null && total > 0 && `${t('decided.total', { count: total })} · `}
        {asOf === null ? t('decided.never-read') : t('decided.as-of', { time: timeOfDay(asOf) })}
      </p>
      <Today />
      {total === 0 ? <p className={styles['none']}>{t('decided.none')}</p> : <Decisions list={list} />}
    </Dialog>
  );
}

/** How long the cases of today waited, were open and were worked on: three things, never one "handling time". */
function Today() {
  const t = useTranslate();
  const today = useFrom('today', ({ value }) => value);
  if (today === null || today.decided === 0) return null;
  return (
    <p className={styles['about']}>
      {t('decided.today', {
        count: today.decided,
        wait: lengthInWords(today.waitMs, t),
        open: measuredTime(today.openMs, t),
        active: measuredTime(today.activeMs, t),
      })}
    </p>
  );
}

function Decisions({ list }: Readonly<{ list: RefObject<HTMLDivElement | null> }>) {
  const t = useTranslate();
  const { decided } = useStores();
  const total = useFrom('decided', (state) => state.total) ?? 0;
  const rows = useFrom('decided', (state) => state.rows);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows.get(index)?.decisionId ?? index,
    overscan: 4,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    void decided.getState().ensure(first, last);
  }, [decided, first, last, rows]);

  return (
    <div
      ref={list}
      className={styles['scroller']}
      role="group"
      aria-label={t('decided.list')}
      tabIndex={0}
      onKeyDown={(event) => {
        // A long way by itself, the browser goes smoothly, and ends where rows turn out to have another height.
        const to = { Home: 0, End: total - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        void decided
          .getState()
          .ensure(to - 20, to + 20)
          .then(() => virtualizer.scrollToIndex(to));
      }}
    >
      <ol className={styles['list']} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const decision = rows.get(index);
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={`${styles['row']} ${decision === undefined ? styles['empty'] : ''}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              {decision === undefined ? t('queue.loading') : <Decided decision={decision} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Decided({ decision }: Readonly<{ decision: DecidedDecision }>) {
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  const { title, reference, outcome, decidedAt, actions, undo } = decision;
  return (
    <>
      <div>
        <div className={styles['title']}>
          <bdi>{title || reference}</bdi>
        </div>
        <div className={styles['facts']}>
          <span className={styles['outcome']}>{outcomeWords(outcome, t)}</span>
          <span>{reference}</span>
          <State decision={decision} />
        </div>
        {actions.length > 0 && (
          <ul className={styles['actions']}>
            {actions.map((action) => (
              <ActionState key={JSON.stringify(action.action)} of={action} />
            ))}
          </ul>
        )}
      </div>
      <div className={styles['side']}>
        {timeOfDay(decidedAt)}
        {undo !== 'none' && !asking && <TakeBack decision={decision} onRecall={() => setAsking(true)} />}
      </div>
      {asking && undo === 'recall' && <Sure decision={decision} onEnd={() => setAsking(false)} />}
    </>
  );
}

function outcomeWords(outcome: string, t: Translate): string {
  const known = Outcome.safeParse(outcome);
  return known.success ? t(`decision.outcome.${known.data}`) : outcome;
}

const tones: Readonly<Partial<Record<DecidedDecision['state'], Tone>>> = {
  late: 'warning',
  rejected: 'warning',
  'needs-confirmation': 'warning',
};

function State({ decision: { state, recall } }: Readonly<{ decision: DecidedDecision }>) {
  const t = useTranslate();
  if (recall !== null)
    return <Chip tone={recall === 'refused' ? 'warning' : 'plain'}>{t(`decided.recall.${recall}`)}</Chip>;
  return <Chip tone={tones[state] ?? 'plain'}>{t(`state.${state}`)}</Chip>;
}

type ActionOf = DecidedDecision['actions'][number];

/** The words beside it say the same. */
const marks: Readonly<Record<ActionOf['state'], string>> = {
  'not-yet-asked': '·',
  'never-asked': '–',
  awaiting: '⧗',
  asked: '…',
  done: '✓',
  failed: '✕',
  'taking-back': '↶',
  'taken-back': '↩',
  'not-taken-back': '✕',
};
const looks: Readonly<Partial<Record<ActionOf['state'], string>>> = {
  done: 'done',
  failed: 'failed',
  'not-taken-back': 'failed',
};

function ActionState({ of: { action, state, detail, at } }: Readonly<{ of: ActionOf }>) {
  const t = useTranslate();
  const actionWords = useActionWords();
  const look = styles[looks[state] ?? 'quiet'];
  return (
    <li>
      <span aria-hidden="true" className={`${styles['mark']} ${look}`}>
        {marks[state]}
      </span>
      <span className={styles['words']}>
        {actionWords(action.action)}{' '}
        <span className={styles['quiet']}>
          · {t(`evidence.subject.${action.target.type}`)} <bdi>{action.target.id}</bdi>
        </span>{' '}
        · <span className={look}>{t(`action-state.${state}`)}</span>
        {detail !== '' && (
          <>
            : <bdi>{detail}</bdi>
          </>
        )}
        {at !== null && <span className={styles['quiet']}> · {timeOfDay(at)}</span>}
      </span>
    </li>
  );
}

function TakeBack({ decision, onRecall }: Readonly<{ decision: DecidedDecision; onRecall(): void }>) {
  const t = useTranslate();
  const stores = useStores();
  const { undo, decisionId, reference } = decision;
  const withdraw = async () => {
    const undone = await takeBack(stores, decisionId);
    if (undone?.did === 'withdrawn') await showCase(stores, undone.caseId);
  };
  return undo === 'recall' ? (
    <Button aria-label={t('decided.recall.of', { reference })} onClick={onRecall}>
      {t('decided.recall')}
    </Button>
  ) : (
    <Button aria-label={t('decided.take-back.of', { reference })} onClick={() => void withdraw()}>
      {t('decided.take-back')}
    </Button>
  );
}

/** A recall reaches customers, so one press alone does not send it. */
function Sure({ decision, onEnd }: Readonly<{ decision: DecidedDecision; onEnd(): void }>) {
  const t = useTranslate();
  const stores = useStores();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const recall = async () => {
    onEnd();
    await takeBack(stores, decision.decisionId);
    await stores.decided.getState().reload();
  };
  return (
    <div className={styles['sure']}>
      <p>{t('decided.recall.sure')}</p>
      <Button look="danger" onClick={() => void recall()}>
        {t('decided.recall.yes')}
      </Button>
      <Button ref={keep} onClick={onEnd}>
        {t('decided.recall.no')}
      </Button>
    </div>
  );
}
