import type { Holding, LateDecision } from '../../../contract/supervision.ts';
import styles from './late.module.css';
import room from '../../rooms/room.module.css';
import type { SeenLate } from '../../stores/late-room.ts';
import { useTranslate, type Translate } from '../../strings/translate.ts';
import { timeOfDay } from '../../ui/time.ts';

/** The epochs of the case as bars on one line of time, with the moments of the two decisions (F1). */
export function HeldTimeline({ of, seen }: Readonly<{ of: LateDecision; seen: SeenLate }>) {
  const t = useTranslate();
  const moments = momentsOf(of);
  const standingAt = of.standing === null ? null : Date.parse(of.standing.decidedAt);
  const ends = [...moments.map(({ at }) => at), ...seen.held.map((one) => endOf(one, standingAt) ?? 0)];
  const until = Math.max(...ends);
  const from = Math.min(until - 1, ...seen.held.map((one) => Date.parse(one.from)), ...ends.filter(Boolean));
  const place = (at: number): string => `${(100 * (at - from)) / (until - from)}%`;
  return (
    <section className={room['section']} aria-labelledby="late-held">
      <h2 id="late-held">{t('late.held')}</h2>
      <ol className={styles['held']}>
        {seen.held.map((one) => {
          const start = Date.parse(one.from);
          const end = endOf(one, standingAt) ?? until;
          return (
            <li key={one.epoch}>
              <span className={styles['holder']}>
                <b>{one.person.displayName}</b>{' '}
                <span className={room['quiet']}>{t('late.held.epoch', { epoch: one.epoch })}</span>
              </span>
              <span className={styles['line']} aria-hidden="true">
                <span
                  className={styles['bar']}
                  style={{
                    insetInlineStart: place(start),
                    width: `calc(${place(from + end - start)} + 3px)`,
                  }}
                />
                {moments
                  .filter(({ epoch }) => epoch === one.epoch)
                  .map(({ key, at }) => (
                    <span key={key} className={styles[key]} style={{ insetInlineStart: place(at) }} />
                  ))}
              </span>
              <span className={styles['span']}>
                {spanOf(one, t)}
                {moments
                  .filter(({ epoch }) => epoch === one.epoch)
                  .map(({ key, at }) => (
                    <span key={key} className={styles['moment']}>
                      <span className={styles[`mark-${key}`]} aria-hidden="true" />
                      {timeOfDay(new Date(at).toISOString())} {t(`late.held.${key}`)}
                    </span>
                  ))}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

type Moment = Readonly<{
  key: 'late-decided' | 'late-arrived' | 'standing-decided';
  at: number;
  epoch: number;
}>;

function momentsOf({ decision, receivedAt, standing }: LateDecision): readonly Moment[] {
  const late: Moment[] = [
    { key: 'late-decided', at: Date.parse(decision.decidedAt), epoch: decision.epoch },
    { key: 'late-arrived', at: Date.parse(receivedAt), epoch: decision.epoch },
  ];
  return standing === null
    ? late
    : [...late, { key: 'standing-decided', at: Date.parse(standing.decidedAt), epoch: standing.epoch }];
}

/** A decision ends the work on a case, though not the assignment: that one stays open until the next. */
const endOf = ({ until }: Holding, standingAt: number | null): number | null =>
  until === null ? standingAt : Date.parse(until);

function spanOf({ from, until, because }: Holding, t: Translate): string {
  if (until === null) return t('late.held.since', { from: timeOfDay(from) });
  const times = t('late.held.from-until', { from: timeOfDay(from), until: timeOfDay(until) });
  return because === null ? times : `${times} · ${t(`late.held.because.${because}`)}`;
}
