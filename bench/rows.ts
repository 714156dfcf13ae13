/** A row of the table of bars: Docket beside a baseline that was measured in the same run, in turns with it. */

/** `ratio`: at most so many times the baseline. `share`: at least. `atMost`: in the row's own unit, whatever the baseline. */
export type Bar = Readonly<{ ratio: number } | { share: number } | { atMost: number }>;

export type RowSpec = Readonly<{
  name: string;
  unit: string;
  /** Null: shown, and held to nothing. */
  bar: Bar | null;
}>;

/** One round's measurement of one row. */
export type Sample = Readonly<{ row: string; docket: number; baseline: number | null }>;

export type Row = Readonly<{
  name: string;
  unit: string;
  /** Medians over the rounds. */
  docket: number;
  baseline: number | null;
  /** The median of the rounds' ratios, with the smallest and the largest; null without a baseline. */
  ratio: number | null;
  min: number | null;
  max: number | null;
  bar: string;
  met: boolean | null;
}>;

export type Plan = Readonly<{
  rounds: number;
  cases: number;
  /** What is happening, for whoever waits. */
  say: (line: string) => void;
}>;

export interface Group {
  readonly specs: readonly RowSpec[];
  /** Measures every row in every round. */
  measure(plan: Plan): Promise<readonly Sample[]>;
}

export function toRow(spec: RowSpec, samples: readonly Sample[]): Row {
  const own = samples.filter(({ row }) => row === spec.name);
  if (own.length === 0) throw new Error(`nothing was measured for "${spec.name}"`);
  const docket = median(own.map((sample) => sample.docket));
  const baselines = own.flatMap((sample) => (sample.baseline === null ? [] : [sample.baseline]));
  const ratios = own.flatMap((sample) =>
    sample.baseline === null || sample.baseline === 0 ? [] : [sample.docket / sample.baseline],
  );
  const ratio = ratios.length === 0 ? null : median(ratios);
  return {
    name: spec.name,
    unit: spec.unit,
    docket,
    baseline: baselines.length === 0 ? null : median(baselines),
    ratio,
    min: ratios.length === 0 ? null : Math.min(...ratios),
    max: ratios.length === 0 ? null : Math.max(...ratios),
    bar: wordsOf(spec),
    met: isMet(spec.bar, docket, ratio),
  };
}

function isMet(bar: Bar | null, docket: number, ratio: number | null): boolean | null {
  if (bar === null) return null;
  if ('atMost' in bar) return docket <= bar.atMost;
  if (ratio === null) return null;
  return 'ratio' in bar ? ratio <= bar.ratio : ratio >= bar.share;
}

function wordsOf({ bar, unit }: RowSpec): string {
  if (bar === null) return '';
  if ('ratio' in bar) return `≤ ${bar.ratio} ×`;
  return 'share' in bar ? `≥ ${bar.share} ×` : `≤ ${bar.atMost} ${unit}`;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** Of at least one value; the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('there is nothing to rank');
  return found;
}
