import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import styles from './reason-bubble.module.css';

type Shown = Readonly<{ text: string; left: number; top: number }>;

const gap = 6;

/**
 * Why something is marked, beside it, while the pointer or the focus is on it. One bubble serves the whole
 * viewer, however many marks there are. Screen readers have the same words on the mark itself.
 */
export function ReasonBubble({ within }: Readonly<{ within: RefObject<HTMLElement | null> }>) {
  const [shown, setShown] = useState<Shown | null>(null);
  const hovered = useRef<Element | null>(null);

  useEffect(() => {
    const area = within.current;
    if (area === null) return undefined;
    const place = () => {
      const mark = hovered.current;
      const box = mark?.getClientRects()[0];
      const text = mark?.getAttribute('data-reasons');
      setShown(box === undefined || !text ? null : { text, left: box.left, top: box.bottom + gap });
    };
    const show = (target: EventTarget | null) => {
      const mark = target instanceof Element ? target.closest('[data-reasons]') : null;
      if (mark === hovered.current) return;
      hovered.current = mark;
      place();
    };
    const hide = () => {
      hovered.current = null;
      setShown(null);
    };
    const onOver = (event: Event) => show(event.target);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    area.addEventListener('pointerover', onOver);
    area.addEventListener('focusin', onOver);
    area.addEventListener('pointerleave', hide);
    area.addEventListener('focusout', hide);
    area.addEventListener('keydown', onKey);
    area.addEventListener('scroll', place, true);
    return () => {
      area.removeEventListener('pointerover', onOver);
      area.removeEventListener('focusin', onOver);
      area.removeEventListener('pointerleave', hide);
      area.removeEventListener('focusout', hide);
      area.removeEventListener('keydown', onKey);
      area.removeEventListener('scroll', place, true);
    };
  }, [within]);

  if (shown === null) return null;
  return (
    <div className={styles['bubble']} style={{ left: shown.left, top: shown.top }} aria-hidden="true">
      {shown.text}
    </div>
  );
}
