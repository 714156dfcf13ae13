import { useState } from 'react';
import type { Failure } from '../../contract/bridge.ts';
import { chosenLine } from '../stores/enforcement-log.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';
import { StepForm } from '../ui/step-form.tsx';
import { useActionWords } from '../ui/use-action-words.ts';
import { useKept } from '../ui/use-kept.ts';

/** Has the platform asked once more for something that it refused, with the reason for the audit trail. */
export function AskAgainDialog() {
  const t = useTranslate();
  const { window, enforcementLog } = useStores();
  const line = useKept(useFrom('enforcementLog', chosenLine));
  const actionWords = useActionWords();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (line === undefined) return null;
  const close = () => window.getState().close();
  const ask = async () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    const refused = await enforcementLog.getState().askAgain(line.id, reason.trim());
    setFailure(refused);
    if (refused !== null) return;
    close();
    window.getState().say('said.asked-again');
  };
  return (
    <StepForm
      title={t('enforcement.ask-again.title')}
      hint={t('enforcement.ask-again.hint', {
        action: actionWords(line.action.action),
        reference: line.reference,
      })}
      action={t('enforcement.ask-again')}
      failure={failure}
      onClose={close}
      onSubmit={() => void ask()}
    >
      <Field label={t('case.reason')} error={missing ? t('enforcement.ask-again.missing') : null}>
        {(control) => (
          <input
            {...control}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}
