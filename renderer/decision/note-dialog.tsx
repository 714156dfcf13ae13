import { useState } from 'react';
import { StepForm } from '../ui/step-form.tsx';
import { useCaseStep } from './use-case-step.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export function NoteDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.note', false);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <StepForm
      title={t('case.note.title')}
      action={t('case.note.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        setMissing(text.trim() === '');
        if (text.trim() !== '') void run('case.note', { text });
      }}
    >
      <Field label={t('case.note.text')} error={missing ? t('case.note.missing') : null}>
        {(control) => (
          <textarea
            {...control}
            maxLength={8000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}
