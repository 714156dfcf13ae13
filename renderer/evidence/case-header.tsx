import type { OpenedCase } from '../../contract/bridge.ts';
import { useTranslate } from '../strings/translate.ts';
import { useFrom } from '../stores/stores.ts';
import { CommandButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { lengthInWords } from '../ui/time.ts';
import styles from './case-header.module.css';
import { score } from './format.ts';
import { Untrusted } from './text/marked-text.tsx';

/** Where the pane says which case it shows. */
export const caseTitleId = 'case-title';

const mostFacts = 4;
const anHourMs = 3_600_000;

/** What the case is, in one line of words: risk, time left, subject, where it came from, strikes, facts. */
export function CaseHeader({ of, now }: Readonly<{ of: OpenedCase['case']; now: number }>) {
  const t = useTranslate();
  const others = useFrom('openedCase', ({ opened }) => opened?.others.length ?? 0);
  const leftMs = of.dueAt === null ? null : Date.parse(of.dueAt) - now;
  return (
    <header className={styles['case']}>
      <div className={styles['title']}>
        <h1 id={caseTitleId}>
          <Untrusted text={of.title} />
        </h1>
        <span className={styles['reference']}>{of.reference}</span>
      </div>
      <div className={styles['facts']}>
        {of.riskScore !== null && (
          <Chip tone="danger">{t('evidence.risk', { score: score(of.riskScore) })}</Chip>
        )}
        {leftMs !== null && (
          <Chip tone={leftMs < 0 ? 'danger' : leftMs < anHourMs ? 'warning' : 'plain'}>
            {t(leftMs < 0 ? 'evidence.late-by' : 'evidence.due-in', {
              time: lengthInWords(Math.abs(leftMs), t),
            })}
          </Chip>
        )}
        <Chip>{t(`evidence.subject.${of.subject.type}`)}</Chip>
        <Chip>
          {of.reports === 0 || of.source === 'report'
            ? t(`evidence.source.${of.source}`)
            : t('evidence.source.and-reports', {
                source: t(`evidence.source.${of.source}`),
                count: of.reports,
              })}
        </Chip>
        {of.source === 'report' && of.reports > 1 && (
          <Chip>{t('evidence.reports', { count: of.reports })}</Chip>
        )}
        {of.strikes > 0 && <Chip>{t('evidence.strikes', { count: of.strikes })}</Chip>}
        {others > 0 && (
          <CommandButton command="queue.same-subject" look="quiet">
            {t('evidence.others', { count: others })}
          </CommandButton>
        )}
        {of.compartment !== null && (
          <Chip tone="warning">{t('evidence.sealed', { name: of.compartment })}</Chip>
        )}
        {of.facts.slice(0, mostFacts).map((fact) => (
          <span key={fact.label} className={styles['fact']}>
            <Untrusted text={fact.label} /> <Untrusted text={fact.value} />
          </span>
        ))}
      </div>
    </header>
  );
}
