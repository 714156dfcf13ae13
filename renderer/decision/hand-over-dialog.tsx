import { useState } from 'react';
import { OptionalReason } from './optional-reason.tsx';
import { StepForm } from '../ui/step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export function HandOverDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.hand-over', true);
  const people = useFrom('people', ({ value }) => value?.people);
  const me = useFrom('session', ({ session }) => (session.is === 'signed-out' ? null : session.account.id));
  const others = (people ?? []).filter(({ id }) => id !== me);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const chosen = to || (others[0]?.id ?? '');
  return (
    <StepForm
      title={t('case.hand-over.title')}
      action={t('case.hand-over.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        if (chosen !== '') void run('case.handOver', { to: chosen, reason });
      }}
    >
      <Field label={t('case.hand-over.to')} error={others.length === 0 ? t('case.hand-over.nobody') : null}>
        {(control) => (
          <select {...control} value={chosen} onChange={(event) => setTo(event.target.value)}>
            {others.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </select>
        )}
      </Field>
      <OptionalReason value={reason} onChange={setReason} />
    </StepForm>
  );
}
