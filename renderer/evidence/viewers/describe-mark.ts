import type { Translate } from '../../strings/translate.ts';
import { lengthInWords } from '../../ui/time.ts';
import type { PaymentMark } from '../model/payment-marks.ts';
import type { SignInMark } from '../model/sign-in-marks.ts';

/** Why a payment is marked, as its row says it. */
export function describeMark(mark: PaymentMark, t: Translate): string {
  switch (mark.is) {
    case 'burst':
      return t('evidence.payments.mark.burst', { count: mark.count, usual: usually(mark.usual) });
    case 'many-counterparties':
      return t('evidence.payments.mark.many', { count: mark.count });
    case 'passed-on':
      return t('evidence.payments.mark.passed-on', { time: lengthInWords(mark.afterMs, t) });
    case 'round':
      return t('evidence.payments.mark.round', { count: mark.count });
  }
}

/** A median of whole numbers is whole or a half. */
const usually = (median: number): number => Math.round(median * 2) / 2;

export function describeSignInMark(mark: SignInMark, locale: string, t: Translate): string {
  if (mark.is !== 'impossible-travel') return t(`evidence.sign-ins.mark.${mark.is}`);
  const km = Math.round(mark.km).toLocaleString(locale);
  return mark.afterMs === 0
    ? t('evidence.sign-ins.mark.same-time', { km })
    : t('evidence.sign-ins.mark.travel', {
        km,
        time: lengthInWords(mark.afterMs, t),
        kmh: Math.round(mark.kmh).toLocaleString(locale),
      });
}
