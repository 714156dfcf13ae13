import { useCallback, useEffect, useRef, useState } from 'react';
import { choiceOf } from '../../stores/evidence-view.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Button, CommandButton } from '../../ui/button.tsx';
import { MOST_PAGES, openPdf, type OpenedPdf, type Pdf } from '../pdf/open-pdf.ts';
import { PdfPage } from '../pdf/pdf-page.tsx';
import { Thumbnails } from '../pdf/thumbnails.tsx';
import { useGraphicContent, useUncovered } from '../use-graphic-content.ts';
import { Covered } from './covered.tsx';
import styles from './document-pages.module.css';
import { FileFacts } from './file-facts.tsx';
import { usePdfSearch } from '../pdf/use-pdf-search.ts';
import { ViewFrame, useViewScroller } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** A document: its pages are drawn, and nothing in it acts. */
export function DocumentViewer({ view, panelId, tabId }: PanelProps<null>) {
  const t = useTranslate();
  const shown = useUncovered(view);
  const opened = useOpenPdf(shown ? view.url : null);
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={<FileFacts view={view} />}>
      {!shown ? (
        <Covered view={view} kind="document" />
      ) : opened === null ? (
        <p role="status">{t('evidence.pdf.opening')}</p>
      ) : opened.is === 'open' ? (
        <Pages pdf={opened.pdf} />
      ) : (
        <p>{t(`evidence.pdf.${opened.is}`)}</p>
      )}
    </ViewFrame>
  );
}

function useOpenPdf(url: string | null): OpenedPdf | null {
  const [opened, setOpened] = useState<OpenedPdf | null>(null);
  useEffect(() => {
    if (url === null) return undefined;
    const gone = new AbortController();
    void openPdf(url, gone.signal).then((found) => {
      if (!gone.signal.aborted) setOpened(found);
    });
    return () => gone.abort();
  }, [url]);
  return opened;
}

/** Until the first page is drawn every sheet is taken for an A4 one. */
const A4 = Math.SQRT2;

function Pages({ pdf }: Readonly<{ pdf: Pdf }>) {
  const t = useTranslate();
  const stores = useStores();
  const scroller = useViewScroller();
  const room = useRef<HTMLDivElement>(null);
  const { zoom, turned, pageStep, choices } = useFrom('evidenceView', (state) => state);
  const small = choices.get(choiceOf.thumbnails) ?? false;
  const expected = turned % 180 === 0 ? A4 : 1 / A4;
  const [width, setWidth] = useState(0);
  const [current, setCurrent] = useState(1);
  const search = usePdfSearch(pdf);
  const { greyscale } = useGraphicContent();

  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const goTo = useCallback((number: number) => {
    room.current?.querySelector(`[data-page="${number}"]`)?.scrollIntoView({ block: 'start' });
  }, []);

  const shown = useRef(1);
  const onSeen = useCallback((number: number) => {
    shown.current = number;
    setCurrent(number);
  }, []);
  useEffect(() => {
    if (pageStep !== null) goTo(Math.min(Math.max(shown.current + pageStep.by, 1), pdf.pages));
  }, [pageStep, goTo, pdf.pages]);

  return (
    <>
      <div className={styles['bar']}>
        <CommandButton command="evidence.previous-page" showKey={false}>
          {t('evidence.pdf.previous')}
        </CommandButton>
        <span className={styles['place']} aria-live="polite">
          {t('evidence.pdf.place', { number: current, count: pdf.pages })}
        </span>
        <CommandButton command="evidence.next-page" showKey={false}>
          {t('evidence.pdf.next')}
        </CommandButton>
        {pdf.pages > 1 && (
          <CommandButton command="evidence.other-view">
            {t(small ? 'evidence.pdf.hide-thumbnails' : 'evidence.pdf.show-thumbnails')}
          </CommandButton>
        )}
        <span className={styles['gap']} />
        <CommandButton command="evidence.zoom-out" showKey={false}>
          −
        </CommandButton>
        <span className={styles['place']}>{Math.round(zoom * 100)} %</span>
        <CommandButton command="evidence.zoom-in" showKey={false}>
          +
        </CommandButton>
        <CommandButton command="evidence.turn" showKey={false} />
        <form
          className={styles['search']}
          role="search"
          aria-label={t('evidence.pdf.search')}
          onSubmit={(event) => {
            event.preventDefault();
            const page = search.next(current);
            if (page !== null) goTo(page);
          }}
        >
          <input
            type="search"
            aria-label={t('evidence.pdf.search')}
            placeholder={t('evidence.pdf.search')}
            value={search.words}
            onChange={(event) => search.lookFor(event.target.value)}
          />
          {search.words !== '' && (
            <>
              <span className={styles['place']} role="status">
                {t(search.isDone ? 'evidence.pdf.found' : 'evidence.pdf.searching', {
                  count: search.found,
                  page: search.read,
                })}
              </span>
              <Button type="submit">{t('evidence.pdf.next-hit')}</Button>
            </>
          )}
        </form>
      </div>
      {pdf.allPages > pdf.pages && <p>{t('evidence.pdf.cut', { shown: MOST_PAGES, count: pdf.allPages })}</p>}
      {pdf.hasScripts && <p className={styles['note']}>{t('evidence.pdf.scripts')}</p>}
      <div className={styles['spread']}>
        {small && <Thumbnails pdf={pdf} current={current} turned={turned} expected={expected} goTo={goTo} />}
        <div
          ref={room}
          className={styles['pages']}
          style={greyscale ? { filter: 'grayscale(1)' } : {}}
          onWheel={(event) => {
            if (event.ctrlKey) stores.evidenceView.getState().zoomBy(event.deltaY < 0 ? 1 : -1);
          }}
        >
          {width > 0 &&
            Array.from({ length: pdf.pages }, (_, index) => (
              <PdfPage
                key={index}
                pdf={pdf}
                number={index + 1}
                width={Math.floor(width * zoom)}
                turned={turned}
                expected={expected}
                scroller={scroller}
                onSeen={onSeen}
              />
            ))}
        </div>
      </div>
    </>
  );
}
