import { useMemo, useState } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { money } from '../format.ts';
import { Field } from '../masked-field.tsx';
import type { CurrencySum, PaymentRecord } from '../model/payment-sums.ts';
import { notMoved, sumsByCounterparty, sumsByCurrency } from '../model/payment-sums.ts';
import styles from './payment-sums.module.css';

/** Counterparties that are shown at first. */
const few = 4;
const most = 200;

/** What settled payments add up to, by currency and by counterparty, and what is left out of that. */
export function PaymentSums({
  view,
  records,
}: Readonly<{ view: EvidenceView; records: readonly PaymentRecord[] }>) {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const currencies = useMemo(() => sumsByCurrency(records), [records]);
  const counterparties = useMemo(() => sumsByCounterparty(records), [records]);
  const left = useMemo(() => notMoved(records), [records]);
  const shown = counterparties.slice(0, all ? most : few);
  return (
    <section className={styles['sums']}>
      <table>
        <caption>{t('evidence.payments.by-currency')}</caption>
        <Heads first={t('evidence.payments.currency')} />
        <tbody>
          {currencies.map((sum) => (
            <tr key={sum.currency}>
              <th scope="row">
                {sum.currency} <NumberOf sum={sum} />
              </th>
              <Amounts sum={sum} />
            </tr>
          ))}
          {currencies.length === 0 && <Nothing />}
        </tbody>
      </table>
      <table>
        <caption>{t('evidence.payments.by-counterparty')}</caption>
        <Heads first={t('evidence.payments.counterparty')} />
        <tbody>
          {shown.map((sum) => (
            <tr key={`${sum.currency} ${sum.id}`}>
              <th scope="row">
                <Field view={view} at={`/payments/${sum.index}/counterparty/label`} text={sum.label} />{' '}
                <NumberOf sum={sum} />
              </th>
              <Amounts sum={sum} />
            </tr>
          ))}
          {counterparties.length === 0 && <Nothing />}
        </tbody>
      </table>
      {(left.length > 0 || counterparties.length > few) && (
        <p className={styles['note']}>
          {left.length > 0 && (
            <span>
              {t('evidence.payments.not-counted', {
                what: left
                  .map(({ status, payments }) => `${payments} ${t(`evidence.payments.${status}`)}`)
                  .join(', '),
              })}
            </span>
          )}
          {counterparties.length > few && (
            <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
              {all
                ? t('evidence.payments.fewer-counterparties')
                : t('evidence.payments.all-counterparties', { count: counterparties.length })}
            </button>
          )}
        </p>
      )}
    </section>
  );
}

function Heads({ first }: Readonly<{ first: string }>) {
  const t = useTranslate();
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">{t('evidence.payments.in')}</th>
        <th scope="col">{t('evidence.payments.out')}</th>
      </tr>
    </thead>
  );
}

function Amounts({ sum }: Readonly<{ sum: CurrencySum }>) {
  const { locale } = useEvidenceActions();
  const say = (minor: bigint, sign: string) =>
    minor === 0n ? '–' : `${sign}${money({ amountMinor: minor, currency: sum.currency }, locale)}`;
  return (
    <>
      <td>
        <bdi>{say(sum.inMinor, '+')}</bdi>
      </td>
      <td>
        <bdi>{say(sum.outMinor, '−')}</bdi>
      </td>
    </>
  );
}

function NumberOf({ sum }: Readonly<{ sum: CurrencySum }>) {
  const t = useTranslate();
  return <span className={styles['number']}>{t('evidence.payments.number', { count: sum.payments })}</span>;
}

function Nothing() {
  const t = useTranslate();
  return (
    <tr>
      <td colSpan={3}>{t('evidence.payments.none-settled')}</td>
    </tr>
  );
}
