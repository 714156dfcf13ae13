import type { Case } from '../../contract/case.ts';
import { useTranslate } from '../strings/translate.ts';
import { panelDomId, tabDomId, timelineTab } from './evidence-tabs.tsx';
import { useEvidenceActions } from './evidence-actions.ts';
import { dateAndTime } from './format.ts';
import { MarkedText, Untrusted } from './text/marked-text.tsx';
import styles from './timeline.module.css';
import { ViewFrame } from './viewers/view-frame.tsx';

/** Notes of colleagues, what happened to the case, and what else is open about the same subject. */
export function Timeline({ of }: Readonly<{ of: Case }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const newestFirst = of.timeline.toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <ViewFrame id={panelDomId(timelineTab)} labelledBy={tabDomId(timelineTab)} side={null}>
      <div className={styles['timeline']}>
        {of.otherOpenCases.length > 0 && (
          <section>
            <h2>{t('evidence.other-cases')}</h2>
            <ul>
              {of.otherOpenCases.map((other) => (
                <li key={other.id}>
                  <span className={styles['quiet']}>{other.reference}</span> <Untrusted text={other.title} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t('evidence.notes')}</h2>
          {of.notes.length === 0 && <p className={styles['quiet']}>{t('evidence.notes.none')}</p>}
          {of.notes.map((note) => (
            <article key={note.id} className={styles['note']}>
              <p className={styles['quiet']}>
                <bdi>{note.by}</bdi> · {dateAndTime(note.at, locale)}
              </p>
              <p dir="auto" className={styles['words']}>
                <MarkedText text={note.text} />
              </p>
            </article>
          ))}
        </section>
        <section>
          <h2>{t('evidence.timeline.events')}</h2>
          <ol>
            {newestFirst.map((entry, index) => (
              <li key={`${index} ${entry.at}`}>
                <span className={styles['when']}>{dateAndTime(entry.at, locale)}</span>
                <span>
                  {t(`evidence.event.${entry.event}`)}
                  {entry.by !== null && (
                    <>
                      {' '}
                      · <bdi>{entry.by}</bdi>
                    </>
                  )}
                  {entry.detail !== '' && (
                    <>
                      {' '}
                      · <Untrusted text={entry.detail} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </ViewFrame>
  );
}
