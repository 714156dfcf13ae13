import { useMemo } from 'react';
import type { Report } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { fieldText } from '../model/highlights.ts';
import { textRows } from '../model/rows.ts';
import { DocumentRows } from './document-rows.tsx';
import { Facts } from './facts.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

export function ReportViewer({ view, document, highlights, panelId, tabId }: PanelProps<Report>) {
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
            {
              label: t('evidence.report.before'),
              value: t('evidence.report.upheld', { upheld: reporter.upheld, count: reporter.reports }),
            },
          ]}
        />
      }
    >
      <DocumentRows view={view} rows={rows} />
    </ViewFrame>
  );
}
