import styles from './decision-pane.module.css';
import pane from '../ui/pane.module.css';
import { ActionsField } from './actions-field.tsx';
import { DecisionFooter } from './decision-footer.tsx';
import { FirstDecision } from './first-decision.tsx';
import { LateOfferBanner } from './late-offer-banner.tsx';
import { MessageField } from './message-field.tsx';
import { NearDuplicatesBanner } from './near-duplicates-banner.tsx';
import { OutcomeField } from './outcome-field.tsx';
import { PoliciesField } from './policies-field.tsx';
import { phaseOf } from './phase.ts';
import { RationaleField } from './rationale-field.tsx';
import { SaveState } from './save-state.tsx';
import { SeverityField } from './severity-field.tsx';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';

/** What is decided. The form scrolls; its footer does not. */
export function DecisionPane() {
  const t = useTranslate();
  const caseId = useFrom('openedCase', ({ opened }) => opened?.case.id ?? null);
  const decidable = useFrom('openedCase', phaseOf) === 'decidable';
  return (
    <section
      role="region"
      aria-label={t('decision.label')}
      className={pane['pane']}
      data-focus="decision"
      tabIndex={-1}
    >
      <div className={pane['head']}>
        <h2>{t('decision.label')}</h2>
        <span className={pane['space']} />
        {decidable && <SaveState />}
        {decidable && (
          <CommandButton command="decision.preset" look="quiet">
            {t('decision.presets')}
          </CommandButton>
        )}
      </div>
      {decidable && <LateOfferBanner />}
      {decidable && <NearDuplicatesBanner />}
      <Form key={caseId} />
      <DecisionFooter />
    </section>
  );
}

function Form() {
  const t = useTranslate();
  const phase = useFrom('openedCase', phaseOf);
  const catalogue = useFrom('catalogue', ({ value }) => value !== null && value.catalogue !== null);
  if (phase === 'none') return <p className={styles['nothing']}>{t('decision.none')}</p>;
  if (phase === 'gone') return <p className={styles['nothing']}>{t('decision.gone')}</p>;
  if (!catalogue) return <p className={styles['nothing']}>{t('decision.loading-catalogue')}</p>;
  if (phase === 'decided') return <p className={styles['nothing']}>{t('decision.decided')}</p>;
  return (
    <div className={styles['form']}>
      <FirstDecision />
      <PoliciesField />
      <OutcomeField />
      <ActionsField />
      <SeverityField />
      <RationaleField />
      <MessageField />
    </div>
  );
}
