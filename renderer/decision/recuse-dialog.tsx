import { useState } from 'react';
import { StepForm } from '../ui/step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export function RecuseDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.recuse', true);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <StepForm
      title={t('case.recuse.title')}
      hint={t('case.recuse.hint')}
      action={t('case.recuse.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        setMissing(reason.trim() === '');
        if (reason.trim() !== '') void run('case.recuse', { reason });
      }}
    >
      <Field label={t('case.reason')} error={missing ? t('case.reason-missing') : null}>
        {(control) => (
          <textarea
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
