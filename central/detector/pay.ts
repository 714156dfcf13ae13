/**
 * Amounts with a period, `$45 per hour` or `£2,000 weekly`, that are far above what unskilled work pays.
 * The bar is one number for every trade on purpose: the rule only asks for a second look, and the words
 * that make skilled pay plausible switch it off.
 */
const amount =
  /[$£€]\s?(\d{1,3}(?:,\d{3}){0,2}|\d{1,7})(?:\.\d{1,2})?(?:\s?(?:-|–|to)\s?[$£€]?\s?(\d{1,3}(?:,\d{3}){0,2}|\d{1,7})(?:\.\d{1,2})?)?\s{0,2}(?:\/|per\s|an?\s|each\s)?\s?(hour|hr|h|day|week|wk|weekly|daily|hourly)\b/gi;

const hoursIn: Readonly<Record<string, number>> = {
  hour: 1,
  hr: 1,
  h: 1,
  hourly: 1,
  day: 8,
  daily: 8,
  week: 40,
  wk: 40,
  weekly: 40,
};
const unskilled =
  /\b(?:no experience|data entry|typing|from home|part[- ]time|envelope|mystery shopp|assistant|clerk|package|survey|survey taker)/i;
const highestUnskilledHourly = 35;

export function* payFarAboveMarket(text: string): Generator<{ start: number; end: number }> {
  if (!unskilled.test(text)) return;
  for (const match of text.matchAll(amount)) {
    const figure = Number((match[2] ?? match[1] ?? '').replaceAll(',', ''));
    const hours = hoursIn[(match[3] ?? '').toLowerCase()] ?? 40;
    if (figure / hours > highestUnskilledHourly)
      yield { start: match.index, end: match.index + match[0].length };
  }
}
