import { useEffect, useRef } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import type { Pdf } from './open-pdf.ts';
import { PdfPage } from './pdf-page.tsx';
import styles from './thumbnails.module.css';

const widthPx = 76;
const unseen = (): void => {};

/** Every page, small; each is a button that leads to it. */
export function Thumbnails({
  pdf,
  current,
  turned,
  expected,
  goTo,
}: Readonly<{ pdf: Pdf; current: number; turned: number; expected: number; goTo(number: number): void }>) {
  const t = useTranslate();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <nav ref={strip} className={styles['strip']} aria-label={t('evidence.pdf.thumbnails')}>
      {Array.from({ length: pdf.pages }, (_, index) => index + 1).map((number) => (
        <button
          key={number}
          type="button"
          className={styles['page']}
          aria-label={t('evidence.pdf.page', { number })}
          aria-current={number === current ? 'page' : undefined}
          onClick={() => goTo(number)}
        >
          <span aria-hidden="true">
            <PdfPage
              pdf={pdf}
              number={number}
              width={widthPx}
              turned={turned}
              expected={expected}
              scroller={strip}
              onSeen={unseen}
            />
          </span>
          <span aria-hidden="true">{number}</span>
        </button>
      ))}
    </nav>
  );
}
