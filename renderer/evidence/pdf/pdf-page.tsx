import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import type { Pdf } from './open-pdf.ts';
import styles from './pdf-page.module.css';

/** Pixels of one page on screen, at most: a page may say that it is a kilometre wide. */
const MOST_PIXELS = 24_000_000;

/** One page, drawn while it is near what is looked at, and a blank sheet of its size otherwise. */
export function PdfPage({
  pdf,
  number,
  width,
  turned,
  expected,
  scroller,
  onSeen,
}: Readonly<{
  pdf: Pdf;
  number: number;
  /** Of the sheet on screen, in CSS pixels. */
  width: number;
  turned: number;
  /** Height to width, before the page is known. */
  expected: number;
  scroller: RefObject<HTMLElement | null>;
  onSeen(number: number): void;
}>) {
  const t = useTranslate();
  const sheet = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [shape, setShape] = useState<number | null>(null);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    const element = sheet.current;
    if (element === null) return undefined;
    const nearby = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: scroller.current,
      rootMargin: '120% 0px',
    });
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onSeen(number);
      },
      { root: scroller.current, rootMargin: '-45% 0px -54% 0px' },
    );
    nearby.observe(element);
    seen.observe(element);
    return () => {
      nearby.disconnect();
      seen.disconnect();
    };
  }, [number, scroller, onSeen]);

  useEffect(() => {
    const target = canvas.current;
    if (!near || target === null) return undefined;
    let stop: (() => void) | null = null;
    let gone = false;
    void (async () => {
      const page = await pdf.page(number);
      if (gone) return;
      const rotation = (page.rotate + turned) % 360;
      const plain = page.getViewport({ scale: 1, rotation });
      const ratio = plain.height / plain.width;
      const most = Math.sqrt(MOST_PIXELS / (width * width * Math.max(ratio, 0.001)));
      const sharpness = Math.min(devicePixelRatio, most);
      const viewport = page.getViewport({ scale: (width / plain.width) * sharpness, rotation });
      setShape(ratio);
      target.width = Math.max(1, Math.floor(viewport.width));
      target.height = Math.max(1, Math.floor(viewport.height));
      const { AnnotationMode } = await import('pdfjs-dist');
      const drawing = page.render({ canvas: target, viewport, annotationMode: AnnotationMode.DISABLE });
      stop = () => drawing.cancel();
      if (gone) drawing.cancel();
      await drawing.promise;
    })().catch((error: unknown) => {
      const wasStopped = error instanceof Error && error.name === 'RenderingCancelledException';
      if (!gone && !wasStopped) setBroken(true);
    });
    return () => {
      gone = true;
      stop?.();
      // A canvas keeps its pixels until it is made small.
      target.width = 0;
      target.height = 0;
    };
  }, [near, number, pdf, turned, width]);

  const height = width * (shape ?? expected);
  return (
    <div ref={sheet} className={styles['sheet']} data-page={number} style={{ width, height }}>
      {near && !broken && (
        <canvas
          ref={canvas}
          className={styles['canvas']}
          role="img"
          aria-label={t('evidence.pdf.page', { number })}
        />
      )}
      {broken && <p className={styles['broken']}>{t('evidence.pdf.page-broken', { number })}</p>}
    </div>
  );
}
