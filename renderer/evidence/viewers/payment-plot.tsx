import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { choiceOf } from '../../stores/evidence-view.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime, money } from '../format.ts';
import type { MarkedWindow } from '../model/payment-marks.ts';
import { sumsByCurrency, type PaymentRecord } from '../model/payment-sums.ts';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { createAmountPlot } from './amount-plot.ts';
import { describeMark } from './describe-mark.ts';
import styles from './payment-plot.module.css';
import { TwoWays } from './two-ways.tsx';

/** Windows that the description of the picture names; the table names them all. */
const mostNamed = 4;

/** Amounts by time, of one currency. The table below says the same in words, so this is one picture. */
export function PaymentPlot({
  records,
  windows,
}: Readonly<{ records: readonly PaymentRecord[]; windows: readonly MarkedWindow[] }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const store = useEvidenceViewStore();
  const logarithmic = useStore(store, ({ choices }) => choices.get(choiceOf.logarithmic) ?? false);
  const currencies = useMemo(() => currenciesOf(records), [records]);
  const [chosen, setChosen] = useState<string | null>(null);
  const currency = chosen ?? currencies[0] ?? '';
  const drawn = useMemo(
    () =>
      records
        .filter(({ payment: { amount } }) => amount.currency === currency && amount.amountMinor > 0)
        .sort((a, b) => a.atMs - b.atMs),
    [records, currency],
  );
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (host.current === null || drawn.length === 0) return undefined;
    const plot = createAmountPlot(host.current, { records: drawn, windows, currency, logarithmic, locale });
    return () => plot.destroy();
  }, [drawn, windows, currency, logarithmic, locale]);

  if (drawn.length === 0) return null;
  return (
    <figure className={styles['plot']}>
      <div className={styles['head']}>
        {currencies.length > 1 && (
          <select
            className={styles['currency']}
            aria-label={t('evidence.payments.currency')}
            value={currency}
            onChange={(event) => setChosen(event.target.value)}
          >
            {currencies.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
        <TwoWays
          label={t('evidence.payments.scale')}
          first={t('evidence.payments.linear')}
          second={t('evidence.payments.logarithmic')}
          isSecond={logarithmic}
          choose={(second) => store.getState().choose(choiceOf.logarithmic, second)}
        />
        <ul className={styles['legend']}>
          <li>
            <span aria-hidden="true" className={styles['in']}>
              ▲
            </span>
            {t('evidence.payments.in')}
          </li>
          <li>
            <span aria-hidden="true" className={styles['out']}>
              ▼
            </span>
            {t('evidence.payments.out')}
          </li>
          <li>
            <span aria-hidden="true" className={styles['in']}>
              △
            </span>
            {t('evidence.payments.hollow')}
          </li>
          {windows.length > 0 && (
            <li>
              <span aria-hidden="true" className={styles['shade']} />
              {t('evidence.payments.shaded')}
            </li>
          )}
        </ul>
      </div>
      <div
        ref={host}
        className={styles['canvas']}
        role="img"
        aria-label={describe(drawn, windows, currency, locale, t)}
      />
    </figure>
  );
}

/** Of all payments, moved or not; the most used first. */
function currenciesOf(records: readonly PaymentRecord[]): readonly string[] {
  const used = records.map(({ payment }) => payment.amount.currency);
  const settled = sumsByCurrency(records).map(({ currency }) => currency);
  return [...new Set([...settled, ...used])];
}

function describe(
  drawn: readonly PaymentRecord[],
  windows: readonly MarkedWindow[],
  currency: string,
  locale: string,
  t: ReturnType<typeof useTranslate>,
): string {
  const minor = drawn.map(({ payment }) => payment.amount.amountMinor);
  const say = (amountMinor: number) => money({ amountMinor, currency }, locale);
  const summary = t('evidence.payments.plot', {
    count: drawn.length,
    currency,
    from: dateAndTime(drawn[0]?.payment.at ?? '', locale),
    to: dateAndTime(drawn.at(-1)?.payment.at ?? '', locale),
    least: say(minor.reduce((least, each) => Math.min(least, each), Infinity)),
    most: say(minor.reduce((most, each) => Math.max(most, each), 0)),
  });
  const named = windows
    .slice(0, mostNamed)
    .map(
      ({ mark, startMs }) =>
        `${dateAndTime(new Date(startMs).toISOString(), locale)}: ${describeMark(mark, t)}`,
    );
  return [summary, ...named].join(' ');
}
