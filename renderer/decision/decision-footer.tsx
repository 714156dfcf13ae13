import { useMemo } from 'react';
import type { DraftContent } from '../../contract/draft.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import styles from './decision-footer.module.css';
import { Held } from './held.tsx';
import { phaseOf } from './phase.ts';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { gravestOf } from '../rules/permitted.ts';
import { whatIsMissing, type Missing } from '../rules/what-is-missing.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate, type Translate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** What is missing, what is held, and a button that names the gravest thing it will do. */
export function DecisionFooter() {
  const phase = useFrom('openedCase', phaseOf);
  return (
    <div className={styles['footer']}>
      <Held />
      {phase === 'decidable' && <Submit />}
    </div>
  );
}

function Submit() {
  const t = useTranslate();
  const commands = useCommands();
  const stores = useStores();
  const keys = useKeyOf('decision.submit');
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const content = useFrom('decisionForm', (state) => state.content);
  const failure = useFrom('decisionForm', (state) => state.failure);
  const missing = useMemo(
    () => (of === null || catalogue === null ? [] : whatIsMissing(content, of, catalogue)),
    [of, catalogue, content],
  );
  if (catalogue === null || of === null) return null;
  const [first, ...rest] = missing;
  const approving = catalogue.actions.find(
    ({ kind, requiresApproval }) => requiresApproval && content.actions.some(({ action }) => action === kind),
  );
  return (
    <>
      {failure !== null && (
        <p role="alert" className={styles['failure']}>
          {t(`failure.${failure.code}`, {
            detail: failure.errors.map(({ message }) => message).join(' ') || failure.detail,
          })}
          <Button look="quiet" onClick={() => stores.decisionForm.getState().dismissFailure()}>
            {t('app.close')}
          </Button>
        </p>
      )}
      <div className={styles['missing']} aria-live="polite">
        {first !== undefined && (
          // What lacks is one press away: submitting goes to its field.
          <button type="button" className={styles['lacks']} onClick={() => commands.run('decision.submit')}>
            {missingWords(first, t)}
          </button>
        )}
        {rest.length > 0 && <span> {t('decision.missing.more', { count: rest.length })}</span>}
        {first === undefined && approving !== undefined && (
          <span>{t('decision.needs-approval', { action: approving.label })}</span>
        )}
      </div>
      {first?.why === 'escalation-only' ? (
        <Escalate />
      ) : (
        <Button
          look="primary"
          className={`${styles['submit']} ${first === undefined ? '' : styles['waiting']}`}
          aria-disabled={first !== undefined}
          onClick={() => commands.run('decision.submit')}
        >
          {submitWords(content, catalogue, t)}
          {keys !== null && <Kbd>{keys}</Kbd>}
        </Button>
      )}
    </>
  );
}

/** A policy that permits only escalation leaves nothing else to press. */
function Escalate() {
  const t = useTranslate();
  const commands = useCommands();
  const keys = useKeyOf('case.escalate');
  return (
    <Button look="primary" className={styles['submit'] ?? ''} onClick={() => commands.run('case.escalate')}>
      {t('decision.escalate')}
      {keys !== null && <Kbd>{keys}</Kbd>}
    </Button>
  );
}

const missingWords = (missing: Missing, t: Translate): string =>
  t(`decision.missing.${missing.why}`, { ...missing });

function submitWords(content: DraftContent, catalogue: Catalogue, t: Translate): string {
  const gravest = gravestOf(
    catalogue.actions,
    content.actions.map(({ action }) => action),
  );
  if (gravest !== null) return t('decision.submit', { action: gravest.submitLabel });
  return t(content.outcome === null ? 'decision.submit.none' : `decision.submit.${content.outcome}`);
}
