export const periods = ['today', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

const days = { today: 0, week: 6, month: 29 } as const satisfies Readonly<Record<Period, number>>;

/** The beginning of a day in the reader's zone, today included: as many days back as the period has. */
export function sinceOf(period: Period, now: number): string {
  const start = new Date(now);
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - days[period]);
  return start.toISOString();
}
