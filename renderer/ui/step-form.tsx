import type { ReactNode } from 'react';
import type { Failure } from '../../contract/bridge.ts';
import styles from './step-form.module.css';
import { useTranslate } from '../strings/translate.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** A dialog with a few fields and one button that does what its title says. */
export function StepForm({
  title,
  hint,
  action,
  failure,
  onSubmit,
  onClose,
  children,
}: Readonly<{
  title: string;
  hint?: string;
  action: string;
  failure: Failure | null;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}>) {
  const t = useTranslate();
  return (
    <Dialog
      title={title}
      initialFocus="content"
      onClose={onClose}
      {...(hint === undefined ? {} : { description: hint })}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            onSubmit();
          }
        }}
      >
        {children}
        {failure !== null && (
          <p role="alert" className={styles['failure']}>
            {t(`failure.${failure.code}`, {
              detail: failure.errors.map(({ message }) => message).join(' ') || failure.detail,
            })}
          </p>
        )}
        <div className={styles['buttons']}>
          <Button type="submit" look="primary">
            {action}
          </Button>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
