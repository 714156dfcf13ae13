import { useMemo } from 'react';
import type { Payments } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime, money } from '../format.ts';
import { Field, isCovered } from '../masked-field.tsx';
import { coveredRecords, isPartCovered } from '../model/covered.ts';
import { paymentMarks, type PaymentMark } from '../model/payment-marks.ts';
import type { PaymentRecord } from '../model/payment-sums.ts';
import { DataTable, type Column } from './data-table.tsx';
import { Flags } from './flags.tsx';
import { describeMark } from './describe-mark.ts';
import { PaymentPlot } from './payment-plot.tsx';
import { PaymentSums } from './payment-sums.tsx';
import styles from './records.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** What came in and went out, what of it is unusual and why, its sums, and every payment. */
export function PaymentsViewer(props: PanelProps<Payments>) {
  return (
    <ViewFrame id={props.panelId} labelledBy={props.tabId} side={null}>
      <PaymentPanel {...props} />
    </ViewFrame>
  );
}

function PaymentPanel({ view, document }: PanelProps<Payments>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const { records, counted } = useMemo(() => recordsOf(document, view.masked), [document, view.masked]);
  const marks = useMemo(() => paymentMarks(counted), [counted]);
  const columns = useMemo(() => columnsOf({ view, locale, t, marks: marks.of }), [view, locale, t, marks]);
  const left = records.length - counted.length;
  return (
    <div className={styles['panel']}>
      <Unusual marks={marks.of} />
      {left > 0 && <p className={styles['quiet']}>{t('evidence.payments.masked', { count: left })}</p>}
      {counted.length > 0 && (
        <>
          <PaymentSums view={view} records={counted} />
          <PaymentPlot records={counted} windows={marks.windows} />
        </>
      )}
      <DataTable
        caption={
          isCovered(view, '/account/label')
            ? t('evidence.payments')
            : t('evidence.payments.of', { account: document.account.label })
        }
        columns={columns}
        rows={records}
        rowKey={({ index }) => index}
        isMarked={({ index }) => marks.of.has(index)}
        sort={{ column: 'when', descending: true }}
        empty={t('evidence.payments.none')}
      />
    </div>
  );
}

/** What is masked is shown as masked, and counts in nothing. */
function recordsOf(document: Payments, masked: PanelProps['view']['masked']) {
  const covered = coveredRecords(masked, '/payments');
  const records = document.payments.map((payment, index) => ({
    payment,
    index,
    atMs: Date.parse(payment.at),
  }));
  const parts = ['at', 'amount', 'direction', 'status', 'counterparty/id'];
  return { records, counted: records.filter(({ index }) => !isPartCovered(covered.get(index), parts)) };
}

type Looks = Readonly<{
  view: PanelProps['view'];
  locale: string;
  t: ReturnType<typeof useTranslate>;
  marks: ReadonlyMap<number, readonly PaymentMark[]>;
}>;

const tones = {
  settled: 'plain',
  pending: 'plain',
  held: 'warning',
  failed: 'danger',
  reversed: 'danger',
} as const;

function columnsOf({ view, locale, t, marks }: Looks): readonly Column<PaymentRecord>[] {
  const byLabel = new Intl.Collator(locale);
  return [
    {
      id: 'when',
      heading: t('evidence.when'),
      share: 18,
      cell: ({ payment: { at }, index }) => (
        <Field view={view} at={`/payments/${index}/at`} text="">
          <time dateTime={at}>{dateAndTime(at, locale)}</time>
        </Field>
      ),
      order: (a, b) => a.atMs - b.atMs,
    },
    {
      id: 'amount',
      heading: t('evidence.payments.amount'),
      share: 18,
      number: true,
      cell: ({ payment: { amount, direction }, index }) => (
        <Field view={view} at={`/payments/${index}/amount`} text="">
          <b className={styles['amount']}>
            <bdi>{`${direction === 'in' ? '+' : '−'}${money(amount, locale)}`}</bdi>
          </b>
          <span className={styles['under']}>{t(`evidence.payments.${direction}`)}</span>
        </Field>
      ),
      // Amounts of different currencies are not compared: they are in groups.
      order: (a, b) =>
        a.payment.amount.currency === b.payment.amount.currency
          ? a.payment.amount.amountMinor - b.payment.amount.amountMinor
          : a.payment.amount.currency < b.payment.amount.currency
            ? -1
            : 1,
    },
    {
      id: 'counterparty',
      heading: t('evidence.payments.counterparty'),
      share: 21,
      cell: ({ payment: { counterparty, method }, index }) => (
        <>
          <Field view={view} at={`/payments/${index}/counterparty/label`} text={counterparty.label} />
          <span className={styles['under']}>
            <Field view={view} at={`/payments/${index}/method`} text={method} />
          </span>
        </>
      ),
      order: (a, b) => byLabel.compare(a.payment.counterparty.label, b.payment.counterparty.label),
    },
    {
      id: 'status',
      heading: t('evidence.payments.status'),
      share: 13,
      cell: ({ payment: { status } }) =>
        status === 'settled' ? (
          t('evidence.payments.settled')
        ) : (
          <Chip tone={tones[status]}>{t(`evidence.payments.${status}`)}</Chip>
        ),
    },
    {
      id: 'marks',
      heading: t('evidence.marked'),
      share: 30,
      cell: ({ payment: { flags }, index }) => (
        <span className={styles['marks']}>
          {(marks.get(index) ?? []).map((mark) => (
            <span key={mark.is} className={styles['mark']}>
              {describeMark(mark, t)}
            </span>
          ))}{' '}
          <Flags flags={flags} />
        </span>
      ),
      order: (a, b) => (marks.get(a.index)?.length ?? 0) - (marks.get(b.index)?.length ?? 0),
    },
  ];
}

const kinds = ['burst', 'many-counterparties', 'passed-on', 'round'] as const;

/** How many payments each rule marks, before anything else. */
function Unusual({ marks }: Readonly<{ marks: ReadonlyMap<number, readonly PaymentMark[]> }>) {
  const t = useTranslate();
  const all = [...marks.values()].flat();
  const found = kinds.flatMap((is) => {
    const count = all.filter((mark) => mark.is === is).length;
    return count === 0 ? [] : [{ is, count }];
  });
  if (found.length === 0) return <p className={styles['quiet']}>{t('evidence.payments.usual')}</p>;
  return (
    <p className={styles['unusual']}>
      {found.map(({ is, count }) => (
        <Chip key={is} tone="warning">
          {t(`evidence.payments.marked.${is}`, { count })}
        </Chip>
      ))}
    </p>
  );
}
