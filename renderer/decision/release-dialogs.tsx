import { useState } from 'react';
import { StepForm } from './step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export const SkipDialog = () => <LeaveDialog step="skip" />;
export const ReleaseDialog = () => <LeaveDialog step="release" />;

/** Puts the case back, with a reason if there is one to give. */
function LeaveDialog({ step }: Readonly<{ step: 'skip' | 'release' }>) {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep(`said.done.${step}`, true);
  const [reason, setReason] = useState('');
  return (
    <StepForm
      title={t(`case.${step}.title`)}
      hint={t(`case.${step}.hint`)}
      action={t(`case.${step}.do`)}
      failure={failure}
      onClose={close}
      onSubmit={() => void run(`case.${step}`, { reason })}
    >
      <Field label={t('case.reason.optional')}>
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
