import styles from './on-break.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { useFrom } from '../stores/stores.ts';
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

/** In every room, so that nobody wonders why nothing comes. */
export function OnBreakChip() {
  const t = useTranslate();
  const since = useFrom('exposure', ({ value }) => value?.onBreakSince ?? null);
  const inReview = useFrom('window', ({ room }) => room === 'review');
  if (since === null) return null;
  return (
    <span className={styles['chip']}>
      <span role="status">{t('break.chip', { time: timeOfDay(since) })}</span>
      {!inReview && <CommandButton command="break.end" look="quiet" showKey={false} />}
    </span>
  );
}
