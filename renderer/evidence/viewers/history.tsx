import { useMemo, useState } from 'react';
import type { History } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { lengthInWords } from '../../ui/time.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import type { HistoryEntry, HistoryRecord } from '../model/history-summary.ts';
import { historyKinds, newestFirst, strikeSummary } from '../model/history-summary.ts';
import { MarkedText, Untrusted } from '../text/marked-text.tsx';
import styles from './history.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

type Kind = HistoryEntry['kind'];

/** Laid out at once; more on request. */
const page = 50;

/** What was decided before, why and by whom, newest first. */
export function HistoryViewer({ view, document, panelId, tabId }: PanelProps<History>) {
  const t = useTranslate();
  const [only, setOnly] = useState<Kind | null>(null);
  const [shown, setShown] = useState(page);
  const records = useMemo(() => newestFirst(document), [document]);
  const chosen = only === null ? records : records.filter(({ entry }) => entry.kind === only);
  const left = chosen.length - shown;
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      {records.length === 0 ? (
        <p className={styles['quiet']}>{t('evidence.history.none')}</p>
      ) : (
        <>
          <Strikes records={records} />
          <Filter records={records} only={only} choose={setOnly} />
          <ol className={styles['entries']}>
            {chosen.slice(0, shown).map(({ entry, index }) => (
              <Entry key={index} entry={entry} index={index} view={view} />
            ))}
          </ol>
          {left > 0 && (
            <button type="button" className={styles['more']} onClick={() => setShown(shown + page)}>
              {t('evidence.show-more', { count: Math.min(page, left), left })}
            </button>
          )}
        </>
      )}
    </ViewFrame>
  );
}

function Strikes({ records }: Readonly<{ records: readonly HistoryRecord[] }>) {
  const t = useTranslate();
  const { now } = useEvidenceActions();
  const { count, lastAt, policies } = useMemo(() => strikeSummary(records), [records]);
  if (lastAt === null) return <p className={styles['strikes']}>{t('evidence.history.no-strikes')}</p>;
  return (
    <p className={styles['strikes']}>
      <b>{t('evidence.strikes', { count })}</b>
      {', '}
      {t('evidence.history.last-strike', { when: lengthInWords(now - Date.parse(lastAt), t) })}
      {': '}
      {policies.map(({ policy, count: times }, index) => (
        <span key={policy}>
          {index > 0 && ', '}
          <Untrusted text={policy} />
          {times > 1 && ` ×${times}`}
        </span>
      ))}
    </p>
  );
}

function Filter({
  records,
  only,
  choose,
}: Readonly<{ records: readonly HistoryRecord[]; only: Kind | null; choose: (only: Kind | null) => void }>) {
  const t = useTranslate();
  const counts = historyKinds.map((kind) => ({
    kind,
    count: records.filter(({ entry }) => entry.kind === kind).length,
  }));
  return (
    <div className={styles['filter']} role="group" aria-label={t('evidence.history.show')}>
      <button type="button" aria-pressed={only === null} onClick={() => choose(null)}>
        {t('evidence.history.all', { count: records.length })}
      </button>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => (
          <button key={kind} type="button" aria-pressed={only === kind} onClick={() => choose(kind)}>
            {t(`evidence.history.kinds.${kind}`, { count })}
          </button>
        ))}
    </div>
  );
}

const kindTones = { decision: 'accent', strike: 'danger', appeal: 'warning', note: 'plain' } as const;
const outcomes = ['violation', 'no-violation', 'insufficient-evidence'] as const;

function Entry({ entry, index, view }: HistoryRecord & Readonly<{ view: PanelProps['view'] }>) {
  const t = useTranslate();
  const { locale, now } = useEvidenceActions();
  const at = (field: string) => `/entries/${index}/${field}`;
  const outcome = outcomes.find((known) => known === entry.outcome);
  return (
    <li className={styles['entry']}>
      <div className={styles['when']}>
        <time dateTime={entry.at}>{dateAndTime(entry.at, locale, now)}</time>
        <Chip tone={kindTones[entry.kind]}>{t(`evidence.history.${entry.kind}`)}</Chip>
      </div>
      <div className={styles['what']}>
        <h2>
          <Field view={view} at={at('title')} text={entry.title} />
        </h2>
        {(entry.outcome !== null || entry.actions.length > 0) && (
          <p>
            {entry.outcome !== null && (
              <b>
                {outcome === undefined ? (
                  <Untrusted text={entry.outcome} />
                ) : (
                  t(`decision.outcome.${outcome}`)
                )}
              </b>
            )}
            {entry.outcome !== null && entry.actions.length > 0 && ' · '}
            <Untrusted text={entry.actions.join(', ')} />
          </p>
        )}
        {entry.policies.length > 0 && (
          <p className={styles['quiet']}>
            {t('evidence.history.under')} <Untrusted text={entry.policies.join(', ')} />
          </p>
        )}
        {entry.text !== '' && (
          <p className={styles['words']} dir="auto">
            <Field view={view} at={at('text')} text="">
              <MarkedText text={entry.text} />
            </Field>
          </p>
        )}
      </div>
      <div className={styles['by']}>
        {entry.by === null ? (
          t('evidence.history.by-hidden')
        ) : (
          <Field view={view} at={at('by')} text={entry.by} />
        )}
      </div>
    </li>
  );
}
