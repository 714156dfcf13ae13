import { useMemo } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Report } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { fieldText } from '../model/highlights.ts';
import { textRows } from '../model/rows.ts';
import { DocumentRows } from './document-rows.tsx';
import { Facts } from './facts.tsx';
import styles from './report.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** What somebody reported, how often they were right before, and who else reported the same. */
export function ReportViewer({ view, document, highlights, evidence, panelId, tabId }: PanelProps<Report>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const rows = useMemo(
    () => [
      { is: 'heading' as const, key: 'reason', source: fieldText('/reason', document.reason, highlights) },
      ...textRows(fieldText('/text', document.text, highlights)),
    ],
    [document, highlights],
  );
  const { reporter } = document;
  return (
    <ViewFrame
      id={panelId}
      labelledBy={tabId}
      side={
        <Facts
          title={t('evidence.report.by')}
          rows={[
            {
              label: t(`evidence.role.${reporter.role}`),
              value: <Field view={view} at="/reporter/label" text={reporter.label} />,
            },
            { label: t('evidence.report.at'), value: dateAndTime(document.at, locale) },
            { label: t('evidence.report.before'), value: <Standing reporter={reporter} /> },
          ]}
        />
      }
    >
      <DocumentRows view={view} rows={rows} />
      <OtherReports of={view} evidence={evidence} />
    </ViewFrame>
  );
}

/** With fewer reports than this a share says little. */
const few = 5;

/** How many of somebody's reports were upheld; told as few where they are too few to judge by. */
function Standing({ reporter: { reports, upheld } }: Readonly<{ reporter: Report['reporter'] }>) {
  const t = useTranslate();
  if (reports === 0) return t('evidence.report.first');
  return (
    <span className={styles['standing']}>
      <span>
        {t('evidence.report.upheld', { upheld, count: reports })}
        {reports < few && ` · ${t('evidence.report.few')}`}
      </span>
      {reports >= few && (
        <span className={styles['share']} aria-hidden="true">
          <span style={{ width: `${(Math.min(upheld, reports) / reports) * 100}%` }} />
        </span>
      )}
    </span>
  );
}

function OtherReports({ of, evidence }: Readonly<{ of: EvidenceView; evidence: readonly EvidenceView[] }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const others = evidence.flatMap((view) =>
    view.document?.kind === 'report' && view.item.id !== of.item.id ? [{ view, report: view.document }] : [],
  );
  if (others.length === 0) return null;
  return (
    <section className={styles['others']}>
      <h2>{t('evidence.report.others', { count: others.length })}</h2>
      <ul>
        {others.map(({ view, report }) => (
          <li key={view.item.id}>
            <b>
              <Field view={view} at="/reason" text={report.reason} />
            </b>
            <span className={styles['who']}>
              {t(`evidence.role.${report.reporter.role}`)}{' '}
              <Field view={view} at="/reporter/label" text={report.reporter.label} /> ·{' '}
              {dateAndTime(report.at, locale)}
            </span>
            <Standing reporter={report.reporter} />
          </li>
        ))}
      </ul>
    </section>
  );
}
