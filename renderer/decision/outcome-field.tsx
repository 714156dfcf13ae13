import type { Outcome } from '../../contract/catalogue.ts';
import styles from './fields.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

const outcomes: readonly Outcome[] = ['no-violation', 'violation', 'insufficient-evidence'];

export function OutcomeField() {
  const t = useTranslate();
  return (
    <div className={styles['field']}>
      <h3 id="outcome">{t('decision.outcome')}</h3>
      <div
        role="radiogroup"
        aria-labelledby="outcome"
        className={styles['outcomes']}
        data-focus="outcome"
        tabIndex={-1}
      >
        {outcomes.map((outcome) => (
          <OutcomeOption key={outcome} outcome={outcome} />
        ))}
      </div>
    </div>
  );
}

function OutcomeOption({ outcome }: Readonly<{ outcome: Outcome }>) {
  const t = useTranslate();
  const commands = useCommands();
  const chosen = useFrom('decisionForm', ({ content }) => content.outcome === outcome);
  const keys = useKeyOf(`decision.${outcome}`);
  return (
    <label className={styles['outcome']} data-outcome={outcome}>
      <input
        type="radio"
        name="outcome"
        aria-label={t(`decision.outcome.${outcome}`)}
        checked={chosen}
        onChange={() => commands.run(`decision.${outcome}`)}
      />
      {t(`decision.outcome.${outcome}`)}
      {keys !== null && <Kbd>{keys}</Kbd>}
    </label>
  );
}
