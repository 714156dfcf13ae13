import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockTime, dayAndMonth } from '../format.ts';
import { currencyDigits } from '../model/money.ts';
import type { MarkedWindow } from '../model/payment-marks.ts';
import { hasMoved, type PaymentRecord } from '../model/payment-sums.ts';

type Plan = Readonly<{
  /** In order of time, of one currency, each more than nothing. */
  records: readonly PaymentRecord[];
  windows: readonly MarkedWindow[];
  currency: string;
  logarithmic: boolean;
  locale: string;
}>;

const height = 150;
const markSize = 4.5;
/** A window narrower than this could not be seen. */
const narrowest = 4;
const dayS = 86_400;

/** Draws into `host` and follows its width and the theme, until it is destroyed. Colours are tokens. */
export function createAmountPlot(host: HTMLElement, plan: Plan): Readonly<{ destroy(): void }> {
  const { records, locale, currency, logarithmic } = plan;
  const major = 10 ** currencyDigits(currency);
  const times = records.map(({ atMs }) => atMs / 1000);
  const amounts = records.map(({ payment }) => payment.amount.amountMinor / major);
  const amountWords = amountFormat(locale, currency);
  const axis = {
    stroke: () => token('--text-faint'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: () => token('--line'), width: 1 },
    ticks: { stroke: () => token('--line'), width: 1, size: 4 },
  };
  const plot = new uPlot(
    {
      width: Math.max(1, host.clientWidth),
      height,
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: true, range: (_plot, min, max) => around(min, max) },
        y: logarithmic
          ? { distr: 3, range: (_plot, min, max) => uPlot.rangeLog(min / 1.2, max * 1.2, 10, false) }
          : { range: (_plot, _min, max) => [0, max * 1.12] },
      },
      axes: [
        {
          ...axis,
          space: 84,
          size: 38,
          values: (_plot, splits, _axis, _space, step) => timeWords(splits, step, locale),
        },
        {
          ...axis,
          size: 64,
          space: 26,
          values: (_plot, splits: readonly (number | null)[]) =>
            splits.map((split) => (split === null ? '' : amountWords.format(split))),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawAxes: [(self) => shade(self, plan.windows)],
        draw: [(self) => drawMarks(self, records, amounts)],
      },
    },
    [times, amounts],
    host,
  );

  const resized = new ResizeObserver(() => {
    if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height });
  });
  resized.observe(host);
  const themed = new MutationObserver(() => plot.redraw());
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    destroy() {
      resized.disconnect();
      themed.disconnect();
      plot.destroy();
    },
  };
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);

function around(min: number, max: number): [number, number] {
  const room = Math.max(1800, (max - min) * 0.03);
  return [min - room, max + room];
}

function amountFormat(locale: string, currency: string): Intl.NumberFormat {
  const short = { notation: 'compact', maximumFractionDigits: 1 } as const;
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...short,
    });
  } catch {
    // A code of three letters that is no currency.
    return new Intl.NumberFormat(locale, short);
  }
}

/** Times, with the day under the first of each day; days alone where the steps are as long. */
function timeWords(splits: readonly number[], step: number, locale: string): string[] {
  let day = '';
  return splits.map((split) => {
    const instant = new Date(split * 1000).toISOString();
    const words = dayAndMonth(instant, locale);
    if (step >= dayS) return words;
    const isNew = words !== day;
    day = words;
    return `${clockTime(instant, locale) ?? ''}${isNew ? `\n${words}` : ''}`;
  });
}

function shade(plot: uPlot, windows: readonly MarkedWindow[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = token('--warning');
  ctx.globalAlpha = 0.16;
  for (const { startMs, endMs } of windows) {
    const from = plot.valToPos(startMs / 1000, 'x', true);
    const width = Math.max(narrowest * devicePixelRatio, plot.valToPos(endMs / 1000, 'x', true) - from);
    ctx.fillRect(from - 2, bbox.top, width + 4, bbox.height);
  }
  ctx.restore();
}

/** In points up, out points down; filled once it is settled. What falls on one place is drawn once. */
function drawMarks(plot: uPlot, records: readonly PaymentRecord[], amounts: readonly number[]): void {
  const paths = {
    in: { full: new Path2D(), hollow: new Path2D() },
    out: { full: new Path2D(), hollow: new Path2D() },
  };
  const size = markSize * devicePixelRatio;
  const taken = new Set<string>();
  for (const [place, { payment, atMs }] of records.entries()) {
    const x = Math.round(plot.valToPos(atMs / 1000, 'x', true));
    const y = Math.round(plot.valToPos(amounts[place] ?? 0, 'y', true));
    const fill = hasMoved(payment) ? 'full' : 'hollow';
    const key = `${x} ${y} ${payment.direction} ${fill}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const up = payment.direction === 'in' ? 1 : -1;
    const path = paths[payment.direction][fill];
    path.moveTo(x - size, y + up * size);
    path.lineTo(x + size, y + up * size);
    path.lineTo(x, y - up * size);
    path.closePath();
  }
  const { ctx } = plot;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const [direction, colour] of [
    ['in', token('--accent')],
    ['out', token('--danger')],
  ] as const) {
    ctx.fillStyle = ctx.strokeStyle = colour;
    ctx.fill(paths[direction].full);
    ctx.stroke(paths[direction].hollow);
  }
  ctx.restore();
}
