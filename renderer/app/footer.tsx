import styles from './footer.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { nearestBudget } from '../rules/suggested-break.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate, type MessageKey } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';
import { measuredTime } from '../ui/time.ts';

const now: readonly Readonly<{ commands: readonly string[]; label: MessageKey }>[] = [
  { commands: ['queue.next', 'queue.previous'], label: 'footer.queue' },
  { commands: ['queue.next-undecided'], label: 'footer.undecided' },
  { commands: ['evidence.next-highlight'], label: 'footer.highlight' },
  { commands: ['evidence.previous-tab', 'evidence.next-tab'], label: 'footer.evidence' },
  { commands: ['case.escalate'], label: 'footer.escalate' },
  { commands: ['case.snooze'], label: 'footer.snooze' },
  { commands: ['case.flag-pattern'], label: 'footer.pattern' },
];

/** The keys that matter now, and today's count. */
export function Footer() {
  const t = useTranslate();
  const room = useFrom('window', (state) => state.room);
  const refused = useFrom('window', (state) => state.keysRefused);
  const pending = useFrom('window', (state) => state.pendingKeys);
  const onBreak = useFrom('exposure', ({ value }) => (value?.onBreakSince ?? null) !== null);
  return (
    <footer className={styles['footer']} aria-label={t('footer.label')}>
      <div className={styles['hints']}>
        {refused ? (
          <span className={styles['refused']} role="status">
            {t('footer.refused')}
          </span>
        ) : pending !== '' ? (
          <span className={styles['pending']}>
            <Kbd>{t('footer.pending', { keys: pending })}</Kbd>
          </span>
        ) : (
          room === 'review' &&
          !onBreak &&
          now.map(({ commands, label }) => <Hint key={label} commands={commands} label={label} />)
        )}
      </div>
      <ExposureCount />
      <TodayCount />
      <Hint commands={['window.palette']} label="footer.commands" />
      <Hint commands={['window.keys']} label="footer.keys" />
    </footer>
  );
}

function Hint({ commands, label }: Readonly<{ commands: readonly string[]; label: MessageKey }>) {
  const t = useTranslate();
  const run = useCommands();
  const first = commands.at(-1) ?? '';
  return (
    <button type="button" tabIndex={-1} className={styles['hint']} onClick={() => run.run(first)}>
      {commands.map((command) => (
        <KeyOf key={command} command={command} />
      ))}
      {t(label)}
    </button>
  );
}

function KeyOf({ command }: Readonly<{ command: string }>) {
  const keys = useKeyOf(command);
  return keys === null ? null : <Kbd>{keys}</Kbd>;
}

/** Of the harm type that is nearest to where a break is suggested. */
function ExposureCount() {
  const t = useTranslate();
  const run = useCommands();
  const nearest = nearestBudget(useFrom('exposure', ({ value }) => value));
  if (nearest === null) return null;
  const { label, sinceBreak, budget } = nearest;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['today']}
      title={t('exposure.footer.title')}
      onClick={() => run.run('rooms.settings')}
    >
      {budget === null
        ? t('exposure.footer-plain', { label, count: sinceBreak })
        : t('exposure.footer', { label, count: sinceBreak, budget })}
    </button>
  );
}

function TodayCount() {
  const t = useTranslate();
  const today = useFrom('today', ({ value }) => value);
  const run = useCommands();
  if (today === null) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['today']}
      title={t('command.window.decided')}
      onClick={() => run.run('window.decided')}
    >
      <KeyOf command="window.decided" />
      {today.decided > 0
        ? t('footer.today-active', { decided: today.decided, time: measuredTime(today.activeMs, t) })
        : t('footer.today', { decided: 0 })}
    </button>
  );
}
