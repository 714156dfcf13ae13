import type { Payments } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime, money } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { Flags } from './flags.tsx';
import { RecordTable } from './record-table.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

export function PaymentsViewer({ view, document, panelId, tabId }: PanelProps<Payments>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <RecordTable
        caption={t('evidence.payments.of', { account: document.account.label })}
        rows={document.payments}
        empty={t('evidence.payments.none')}
        columns={[
          { heading: t('evidence.when'), cell: ({ at }) => dateAndTime(at, locale) },
          {
            heading: t('evidence.payments.direction'),
            cell: ({ direction }) => t(`evidence.payments.${direction}`),
          },
          {
            heading: t('evidence.payments.amount'),
            number: true,
            cell: ({ amount, direction }) => `${direction === 'out' ? '−' : ''}${money(amount, locale)}`,
          },
          {
            heading: t('evidence.payments.counterparty'),
            cell: ({ counterparty }, index) => (
              <Field view={view} at={`/payments/${index}/counterparty/label`} text={counterparty.label} />
            ),
          },
          {
            heading: t('evidence.payments.method'),
            cell: ({ method }, index) => <Field view={view} at={`/payments/${index}/method`} text={method} />,
          },
          { heading: t('evidence.payments.status'), cell: ({ status }) => t(`evidence.payments.${status}`) },
          { heading: t('evidence.flags'), cell: ({ flags }) => <Flags flags={flags} /> },
        ]}
      />
    </ViewFrame>
  );
}
