import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef, type ReactNode, type RefObject } from 'react';
import styles from './dialog.module.css';
import { useTranslate } from '../strings/translate.ts';

type DialogProps = Readonly<{
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Wide ones hold lists; full ones hold what is worked on for a while. */
  size?: 'small' | 'wide' | 'full';
  /**
   * Where the focus goes first. `content`: what is marked `data-first`, else what is chosen, else the first control
   * below the title. Without it, the button that closes: what cannot be taken back must not be one Enter away.
   */
  initialFocus?: RefObject<HTMLElement | null> | 'content';
  /** Said under the title. */
  description?: string;
}>;

/** A dialog that holds the focus, closes on Esc, and gives the focus back to where it was. */
export function Dialog({ title, description, onClose, children, size = 'small', initialFocus }: DialogProps) {
  const t = useTranslate();
  const content = useRef<HTMLDivElement>(null);
  const firstControl = () =>
    content.current?.querySelector<HTMLElement>('[data-first]') ??
    content.current?.querySelector<HTMLElement>('input:checked') ??
    content.current?.querySelector<HTMLElement>('input, textarea, select, button') ??
    true;
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          className={`${styles['popup']} ${styles[size]}`}
          {...(initialFocus === undefined
            ? {}
            : { initialFocus: initialFocus === 'content' ? firstControl : initialFocus })}
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
          <div ref={content} className={styles['content']}>
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
