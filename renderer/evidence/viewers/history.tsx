import type { History } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { RecordTable } from './record-table.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

export function HistoryViewer({ view, document, panelId, tabId }: PanelProps<History>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <RecordTable
        caption={t('evidence.history')}
        rows={document.entries}
        empty={t('evidence.history.none')}
        columns={[
          { heading: t('evidence.when'), cell: ({ at }) => dateAndTime(at, locale) },
          { heading: t('evidence.history.kind'), cell: ({ kind }) => t(`evidence.history.${kind}`) },
          {
            heading: t('evidence.history.what'),
            cell: ({ title, text }, index) => (
              <>
                <b>
                  <Field view={view} at={`/entries/${index}/title`} text={title} />
                </b>
                {text !== '' && (
                  <div>
                    <Field view={view} at={`/entries/${index}/text`} text={text} />
                  </div>
                )}
              </>
            ),
          },
          { heading: t('evidence.history.outcome'), cell: ({ outcome }) => outcome ?? '–' },
          { heading: t('evidence.history.actions'), cell: ({ actions }) => actions.join(', ') },
          { heading: t('evidence.history.policies'), cell: ({ policies }) => policies.join(', ') },
          { heading: t('evidence.history.by'), cell: ({ by }) => by ?? '–' },
        ]}
      />
    </ViewFrame>
  );
}
