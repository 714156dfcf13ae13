import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Detection, Span } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime, score } from '../format.ts';
import { isCovered } from '../masked-field.tsx';
import { stringAt } from '../model/highlights.ts';
import { MarkedText, Untrusted } from '../text/marked-text.tsx';
import { ScoreMeter, Weight } from './detector-summary.tsx';
import styles from './detection.module.css';
import { Facts } from './facts.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** Quotes shown of a signal, and the longest of them; the document itself shows all. */
const mostQuotes = 20;
const longestQuote = 240;

/** Why a detector raised the case: its score against its threshold, and every signal with the words it fired on. */
export function DetectionViewer(props: PanelProps<Detection>) {
  const { document, evidence, panelId, tabId } = props;
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  return (
    <ViewFrame
      id={panelId}
      labelledBy={tabId}
      side={
        <Facts
          title={t('evidence.facts')}
          rows={[
            { label: t('evidence.detector'), value: document.detector },
            { label: t('evidence.detector-version'), value: document.detectorVersion },
            { label: t('evidence.fired'), value: dateAndTime(document.at, locale) },
          ]}
        />
      }
    >
      <div className={styles['meter']}>
        <ScoreMeter detection={document} />
      </div>
      <h2 className={styles['title']}>{t('evidence.signals')}</h2>
      {document.signals.length === 0 && <p className={styles['none']}>{t('evidence.signals.none')}</p>}
      <ul className={styles['signals']}>
        {[...document.signals]
          .sort((a, b) => b.weight - a.weight)
          .map((signal) => (
            <li key={signal.id}>
              <div className={styles['signal']}>
                <b>
                  <Untrusted text={signal.label} />
                </b>
                <Weight weight={signal.weight} />
                <span className={styles['weight']}>{score(signal.weight)}</span>
              </div>
              {signal.spans.length > 0 && (
                <ul className={styles['quotes']}>
                  {signal.spans.slice(0, mostQuotes).map((span) => (
                    <li key={`${span.evidenceId} ${span.field} ${span.start}-${span.end}`}>
                      <Quote span={span} evidence={evidence} />
                    </li>
                  ))}
                  {signal.spans.length > mostQuotes && (
                    <li className={styles['none']}>
                      {t('evidence.more-spans', { count: signal.spans.length - mostQuotes })}
                    </li>
                  )}
                </ul>
              )}
            </li>
          ))}
      </ul>
    </ViewFrame>
  );
}

function Quote({ span, evidence }: Readonly<{ span: Span; evidence: readonly EvidenceView[] }>) {
  const t = useTranslate();
  const { goTo } = useEvidenceActions();
  const view = evidence.find(({ item }) => item.id === span.evidenceId);
  const source =
    view === undefined || isCovered(view, span.field) ? null : stringAt(view.document, span.field);
  const words = source?.slice(span.start, Math.min(span.end, span.start + longestQuote)).toWellFormed() ?? '';
  if (view === undefined || words === '')
    return <span className={styles['none']}>{t('evidence.quote-not-here')}</span>;
  return (
    <button type="button" className={styles['quote']} onClick={() => goTo(span)}>
      <bdi>
        “<MarkedText text={words} />
        {span.end - span.start > longestQuote && '…'}”
      </bdi>
      <span className={styles['where']}>
        <bdi>{view.item.label || t(`evidence.kind.${view.item.kind}`)}</bdi>
      </span>
    </button>
  );
}
