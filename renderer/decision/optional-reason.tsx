import { useTranslate } from '../strings/translate.ts';
import { Field } from '../ui/field.tsx';

/** A reason that may be left out. */
export function OptionalReason({
  value,
  onChange,
}: Readonly<{ value: string; onChange(value: string): void }>) {
  const t = useTranslate();
  return (
    <Field label={t('case.reason.optional')}>
      {(control) => (
        <input
          {...control}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
