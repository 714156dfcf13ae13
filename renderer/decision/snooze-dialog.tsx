import { useState } from 'react';
import { OptionalReason } from './optional-reason.tsx';
import { StepForm } from '../ui/step-form.tsx';
import styles from '../ui/step-form.module.css';
import { useCaseStep } from './use-case-step.ts';
import { useTranslate, type MessageKey } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';
import { timeOfDay } from '../ui/time.ts';

const MINUTE = 60_000;

function tomorrowAtNine(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(9, 0, 0, 0);
}

const times: readonly Readonly<{ label: MessageKey; at(now: number): number }>[] = [
  { label: 'case.snooze.in-30-minutes', at: (now) => now + 30 * MINUTE },
  { label: 'case.snooze.in-2-hours', at: (now) => now + 120 * MINUTE },
  { label: 'case.snooze.tomorrow', at: tomorrowAtNine },
];

export function SnoozeDialog() {
  const t = useTranslate();
  const { failure, run, close } = useCaseStep('said.done.snooze', true);
  const [now] = useState(() => Date.now());
  const [chosen, setChosen] = useState(0);
  const [own, setOwn] = useState('');
  const [reason, setReason] = useState('');
  const [past, setPast] = useState(false);
  const until = times[chosen]?.at(now) ?? Date.parse(own);
  return (
    <StepForm
      title={t('case.snooze.title')}
      action={t('case.snooze.do')}
      failure={failure}
      onClose={close}
      onSubmit={() => {
        const inPast = !(until > Date.now());
        setPast(inPast);
        if (!inPast) void run('case.snooze', { until: new Date(until).toISOString(), reason });
      }}
    >
      <div role="radiogroup" aria-label={t('case.snooze.until')} className={styles['choices']}>
        {times.map(({ label, at }, index) => (
          <label key={label}>
            <input type="radio" name="until" checked={chosen === index} onChange={() => setChosen(index)} />
            {t(label)} <span className={styles['quiet']}>{timeOfDay(new Date(at(now)).toISOString())}</span>
          </label>
        ))}
        <label>
          <input
            type="radio"
            name="until"
            checked={chosen === times.length}
            onChange={() => setChosen(times.length)}
          />
          {t('case.snooze.own')}
        </label>
      </div>
      {chosen === times.length && (
        <Field label={t('case.snooze.until')} error={past ? t('case.snooze.past') : null}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={own}
              onChange={(event) => setOwn(event.target.value)}
            />
          )}
        </Field>
      )}
      <OptionalReason value={reason} onChange={setReason} />
    </StepForm>
  );
}
