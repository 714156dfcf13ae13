import { useState } from 'react';
import { OptionalReason } from './optional-reason.tsx';
import { StepForm } from '../ui/step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { useTranslate } from '../strings/translate.ts';

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
      <OptionalReason value={reason} onChange={setReason} />
    </StepForm>
  );
}
