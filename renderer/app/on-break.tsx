import { useEffect } from 'react';
import { leftWords } from './end-shift-dialog.tsx';
import styles from './on-break.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button, CommandButton } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { timeOfDay } from '../ui/time.ts';

/** In the place of the work, so that nothing of it is on screen. */
export function OnBreak({ since }: Readonly<{ since: string }>) {
  const t = useTranslate();
  const commands = useCommands();
  const keys = useKeyOf('break.end');
  return (
    <section className={styles['break']} aria-labelledby="on-break">
      <h1 id="on-break">{t('break.title')}</h1>
      <p>
        {t('break.since', { time: timeOfDay(since) })} {t('break.text')}
      </p>
      <Button look="primary" data-focus="break" onClick={() => commands.run('break.end')}>
        {t('break.again')}
        {keys !== null && <Kbd>{keys}</Kbd>}
      </Button>
    </section>
  );
}

/** After a shift: what waits, and the way out. */
export function ShiftOver({ since }: Readonly<{ since: string }>) {
  const t = useTranslate();
  const commands = useCommands();
  const { shift } = useStores();
  const keys = useKeyOf('break.end');
  const left = useFrom('shift', ({ value }) => value);
  const waiting = useFrom('session', ({ status }) => status?.waiting ?? 0);
  // What waits becomes less while it is sent.
  useEffect(() => void shift.getState().load({}), [shift, waiting]);
  return (
    <section className={styles['break']} aria-labelledby="shift-over">
      <h1 id="shift-over">{t('shift.over')}</h1>
      <p>
        {t('break.since', { time: timeOfDay(since) })} {t('shift.over.text')}
      </p>
      {left !== null && (
        <ul className={styles['left']}>
          {leftWords({ ...left, untouched: 0 }, t).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p>{t(waiting === 0 ? 'sign-out.nothing-waits' : 'shift.over.waits')}</p>
      <div className={styles['ways']}>
        <Button look="primary" data-focus="break" onClick={() => commands.run('break.end')}>
          {t('shift.again')}
          {keys !== null && <Kbd>{keys}</Kbd>}
        </Button>
        <CommandButton command="session.sign-out" />
      </div>
    </section>
  );
}

/** In every room, so that nobody wonders why nothing comes. */
export function OnBreakChip() {
  const t = useTranslate();
  const since = useFrom('exposure', ({ value }) => value?.onBreakSince ?? null);
  const shiftEnded = useFrom('exposure', ({ value }) => value?.shiftEnded ?? false);
  const inReview = useFrom('window', ({ room }) => room === 'review');
  if (since === null) return null;
  return (
    <span className={styles['chip']}>
      <span role="status">{t(shiftEnded ? 'shift.chip' : 'break.chip', { time: timeOfDay(since) })}</span>
      {!inReview && <CommandButton command="break.end" look="quiet" showKey={false} />}
    </span>
  );
}
