import { Dialog as Base } from '@base-ui/react/dialog';
import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
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
  const [focusedBefore] = useState(() => document.activeElement as HTMLElement | null);
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
          finalFocus={() => (focusedBefore?.isConnected === true ? focusedBefore : true)}
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
          {initialFocus !== undefined && (
            <FocusAtOnce on={() => (initialFocus === 'content' ? firstControl() : initialFocus.current)} />
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * The library moves the focus with the next frame. Whoever types on after the key that opened the dialog would lose
 * letters until then, so the focus moves before the browser hears another key.
 */
function FocusAtOnce({ on }: Readonly<{ on(): HTMLElement | true | null }>) {
  useLayoutEffect(() => {
    const first = on();
    if (first instanceof HTMLElement) first.focus();
    // Once: later renders must not take the focus from where the person moved it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return null;
}
