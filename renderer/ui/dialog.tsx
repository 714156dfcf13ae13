import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import styles from './dialog.module.css';
import { useTranslate } from '../strings/translate.ts';

type DialogProps = Readonly<{
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Wide ones hold lists. */
  size?: 'small' | 'wide';
  /** Where the focus goes first; else the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Said under the title. */
  description?: string;
}>;

/** A dialog that holds the focus, closes on Esc, and gives the focus back to where it was. */
export function Dialog({ title, description, onClose, children, size = 'small', initialFocus }: DialogProps) {
  const t = useTranslate();
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          className={`${styles['popup']} ${styles[size]}`}
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <div className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
            <Base.Close className={styles['close']} aria-label={t('app.close')}>
              ×
            </Base.Close>
          </div>
          {description !== undefined && (
            <Base.Description className={styles['description']}>{description}</Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
