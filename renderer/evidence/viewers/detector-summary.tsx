import type { Detection } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { score } from '../format.ts';
import { Untrusted } from '../text/marked-text.tsx';
import styles from './detector-summary.module.css';
import facts from './facts.module.css';

const mostSignals = 12;

/** How sure the detectors are, against their thresholds, and what made them so; signals of this item go to it. */
export function DetectorSummary({
  detections,
  evidenceId,
}: Readonly<{ detections: readonly Detection[]; evidenceId: string }>) {
  const t = useTranslate();
  const { goTo } = useEvidenceActions();
  if (detections.length === 0) return null;
  return (
    <section className={styles['summary']}>
      <h2 className={facts['title']}>{t('evidence.detector')}</h2>
      {detections.map((detection) => (
        <div key={`${detection.detector} ${detection.detectorVersion}`} className={styles['detector']}>
          <ScoreMeter detection={detection} />
          <ul className={styles['signals']}>
            {[...detection.signals]
              .sort((a, b) => b.weight - a.weight)
              .slice(0, mostSignals)
              .map((signal) => {
                const span = signal.spans.find((each) => each.evidenceId === evidenceId);
                return (
                  <li key={signal.id}>
                    {span === undefined ? (
                      <span className={styles['label']}>
                        <Untrusted text={signal.label} />
                      </span>
                    ) : (
                      <button type="button" className={styles['jump']} onClick={() => goTo(span)}>
                        <Untrusted text={signal.label} />
                      </button>
                    )}
                    <Weight weight={signal.weight} />
                  </li>
                );
              })}
          </ul>
        </div>
      ))}
    </section>
  );
}

export function ScoreMeter({ detection }: Readonly<{ detection: Detection }>) {
  const t = useTranslate();
  const over = detection.score >= detection.threshold;
  return (
    <>
      <div className={styles['name']}>
        <b>
          <Untrusted text={`${detection.detector} ${detection.detectorVersion}`} />
        </b>
        <b className={styles['number']}>{score(detection.score)}</b>
      </div>
      <div
        className={styles['meter']}
        role="meter"
        aria-label={t('evidence.score')}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={detection.score}
        aria-valuetext={t(over ? 'evidence.score.over' : 'evidence.score.under', {
          score: score(detection.score),
          threshold: score(detection.threshold),
        })}
      >
        <b
          className={over ? styles['over'] : styles['under']}
          style={{ width: `${detection.score * 100}%` }}
        />
        <i style={{ left: `${detection.threshold * 100}%` }} />
      </div>
      <p className={styles['threshold']}>
        {t(over ? 'evidence.threshold.over' : 'evidence.threshold.under', {
          threshold: score(detection.threshold),
        })}
      </p>
    </>
  );
}

const barWidth = 64;

export function Weight({ weight }: Readonly<{ weight: number }>) {
  const t = useTranslate();
  return (
    <span
      className={styles['weight']}
      role="img"
      aria-label={t('evidence.weight', { weight: score(weight) })}
      style={{ width: barWidth }}
    >
      <span style={{ width: `${Math.max(4, weight * 100)}%` }} />
    </span>
  );
}
