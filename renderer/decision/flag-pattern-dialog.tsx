import { useState } from 'react';
import { StepForm } from '../ui/step-form.tsx';
import styles from '../ui/step-form.module.css';
import { useCaseStep } from './use-case-step.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

export function FlagPatternDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.pattern', false);
  const spans = useFrom('evidenceView', (state) => state.selected);
  const selected = useFrom('evidenceView', (state) => state.selectedText);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <StepForm
      title={t('case.pattern.title')}
      hint={t('case.pattern.hint')}
      action={t('case.pattern.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        setMissing(name.trim() === '');
        if (name.trim() !== '') void run('case.flagPattern', { name, description, spans: [...spans] });
      }}
    >
      {selected !== '' && (
        <p className={styles['quiet']}>
          <bdi>{t('case.pattern.selected', { text: selected.slice(0, 200) })}</bdi>
        </p>
      )}
      <Field label={t('case.pattern.name')} error={missing ? t('case.pattern.missing') : null}>
        {(control) => (
          <input
            {...control}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('case.pattern.description')}>
        {(control) => (
          <textarea
            {...control}
            maxLength={4000}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}
