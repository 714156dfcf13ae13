import { useState } from 'react';
import { StepForm } from '../ui/step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { chosenPolicies, escalationOf } from '../rules/permitted.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export function EscalateDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.escalate', true);
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const policies = useFrom('decisionForm', ({ content }) => content.policies);
  const rationale = useFrom('decisionForm', ({ content }) => content.rationale);
  const own = useFrom('openedCase', ({ opened }) => opened?.case.queue ?? null);
  const chosen = catalogue === null ? [] : chosenPolicies(catalogue, policies);
  const wanted =
    escalationOf(chosen)?.escalationQueue ??
    chosen.find(({ escalationQueue }) => escalationQueue !== null)?.escalationQueue ??
    catalogue?.queues.find(({ id }) => id === 'escalations')?.id ??
    '';
  const [queue, setQueue] = useState(wanted);
  const [reason, setReason] = useState(rationale);
  const [missing, setMissing] = useState(false);
  return (
    <StepForm
      title={t('case.escalate.title')}
      action={t('case.escalate.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        setMissing(reason.trim() === '');
        if (reason.trim() !== '' && queue !== '')
          void run('case.escalate', { queue, policies: [...policies], reason });
      }}
    >
      <Field label={t('case.escalate.queue')}>
        {(control) => (
          <select {...control} value={queue} onChange={(event) => setQueue(event.target.value)}>
            {(catalogue?.queues ?? [])
              .filter(({ id }) => id !== own)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field label={t('case.reason')} error={missing ? t('case.reason-missing') : null}>
        {(control) => (
          <textarea
            {...control}
            data-first
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}
