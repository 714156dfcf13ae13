import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import type { SignInMark, SignInRecord } from '../model/sign-in-marks.ts';
import { Untrusted } from '../text/marked-text.tsx';
import styles from './sign-in-strip.module.css';

/** Countries with a line of their own; the rest share the last one. */
const mostLanes = 6;
/** Places along the line that can be told apart. */
const steps = 240;
const laneHeight = 24;

type Mark = Readonly<{ x: number; lane: number; outcome: SignInRecord['signIn']['outcome'] }>;
type Journey = Readonly<{
  from: Readonly<{ x: number; lane: number }>;
  to: Readonly<{ x: number; lane: number }>;
}>;

/** One line for each country along one time: a journey that cannot be made leaps from line to line at once. */
export function SignInStrip({
  records,
  marks,
}: Readonly<{ records: readonly SignInRecord[]; marks: ReadonlyMap<number, readonly SignInMark[]> }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const { lanes, points, journeys, first, last } = useMemo(() => stripOf(records, marks), [records, marks]);
  const height = lanes.length * laneHeight;
  return (
    <figure className={styles['strip']}>
      <ol className={styles['lanes']} aria-hidden="true">
        {lanes.map((lane) => (
          <li key={lane ?? ''} style={{ height: laneHeight }}>
            {lane === null ? (
              t('evidence.sign-ins.other-places')
            ) : lane === '' ? (
              t('evidence.sign-ins.unknown-place')
            ) : (
              <Untrusted text={lane} />
            )}
          </li>
        ))}
      </ol>
      <div
        className={styles['picture']}
        // Time runs as it does in the plot of payments, whatever the direction of the words.
        dir="ltr"
        role="img"
        aria-label={t('evidence.sign-ins.strip', {
          count: records.length,
          countries: lanes.length,
          journeys: journeys.length,
          from: dateAndTime(first, locale),
          to: dateAndTime(last, locale),
        })}
      >
        <svg width="100%" height={height} aria-hidden="true">
          {lanes.map((lane, index) => (
            <line
              key={lane ?? ''}
              className={styles['line']}
              x1="0"
              x2="100%"
              y1={middleOf(index)}
              y2={middleOf(index)}
            />
          ))}
          {journeys.map(({ from, to }, index) => (
            <line
              key={index}
              className={styles['journey']}
              x1={`${from.x}%`}
              x2={`${to.x}%`}
              y1={middleOf(from.lane)}
              y2={middleOf(to.lane)}
            />
          ))}
          {points.map((point) => (
            <svg
              key={`${point.x} ${point.lane} ${point.outcome}`}
              x={`${point.x}%`}
              y={middleOf(point.lane)}
              className={styles['at']}
            >
              {shapes[point.outcome]}
            </svg>
          ))}
        </svg>
        <span className={styles['ends']} aria-hidden="true">
          <span>{dateAndTime(first, locale)}</span>
          <span className={styles['legend']}>
            <Key outcome="success" />
            <Key outcome="challenged" />
            <Key outcome="failure" />
          </span>
          <span>{dateAndTime(last, locale)}</span>
        </span>
      </div>
    </figure>
  );
}

const shapes: Readonly<Record<Mark['outcome'], ReactNode>> = {
  success: <circle r="4" className={styles['success']} />,
  failure: <path d="M-4 -4L4 4M-4 4L4 -4" className={styles['failure']} />,
  challenged: <path d="M0 -5L5 0L0 5L-5 0Z" className={styles['challenged']} />,
};

function Key({ outcome }: Readonly<{ outcome: Mark['outcome'] }>) {
  const t = useTranslate();
  return (
    <span>
      <svg width="12" height="12" viewBox="-6 -6 12 12">
        {shapes[outcome]}
      </svg>{' '}
      {t(`evidence.sign-ins.${outcome}`)}
    </span>
  );
}

const middleOf = (lane: number): number => lane * laneHeight + laneHeight / 2;

function stripOf(records: readonly SignInRecord[], marks: ReadonlyMap<number, readonly SignInMark[]>) {
  const sorted = [...records].sort((a, b) => a.atMs - b.atMs);
  const [begins, ends] = [sorted[0]?.atMs ?? 0, sorted.at(-1)?.atMs ?? 0];
  const counts = new Map<string, number>();
  for (const { country } of sorted) counts.set(country ?? '', (counts.get(country ?? '') ?? 0) + 1);
  const byUse = [...counts].sort((a, b) => b[1] - a[1]).map(([country]) => country);
  const lanes: readonly (string | null)[] =
    byUse.length <= mostLanes ? byUse : [...byUse.slice(0, mostLanes - 1), null];
  const placeOf = ({ atMs, country }: SignInRecord) => {
    const lane = lanes.indexOf(country ?? '');
    const along = ends === begins ? 0.5 : (atMs - begins) / (ends - begins);
    // A little inside, so that the first and the last are whole.
    return { x: 1 + (Math.round(along * steps) / steps) * 98, lane: lane === -1 ? lanes.length - 1 : lane };
  };
  const byIndex = new Map(sorted.map((record) => [record.index, record]));
  const points = new Map<string, Mark>();
  const journeys: Journey[] = [];
  for (const record of sorted) {
    const point = { ...placeOf(record), outcome: record.signIn.outcome };
    points.set(`${point.x} ${point.lane} ${point.outcome}`, point);
    for (const mark of marks.get(record.index) ?? []) {
      const from = mark.is === 'impossible-travel' ? byIndex.get(mark.from) : undefined;
      if (from !== undefined) journeys.push({ from: placeOf(from), to: placeOf(record) });
    }
  }
  return {
    lanes,
    points: [...points.values()],
    journeys: journeys.slice(-steps),
    first: new Date(begins).toISOString(),
    last: new Date(ends).toISOString(),
  };
}
