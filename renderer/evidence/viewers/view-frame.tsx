import { createContext, use, useEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useStore } from 'zustand';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { ReasonBubble } from '../text/reason-bubble.tsx';
import { useEvidenceActions } from '../evidence-actions.ts';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { spansOfSelection } from './selection.ts';
import styles from './view-frame.module.css';

const ScrollerContext = createContext<RefObject<HTMLElement | null> | null>(null);

/** The element in which a viewer scrolls. */
export function useViewScroller(): RefObject<HTMLElement | null> {
  const scroller = use(ScrollerContext);
  if (scroller === null) throw new Error('Rows are shown inside a view frame.');
  return scroller;
}

const pageShare = 0.85;

/** The document, and beside it (below it in a narrow window) what is known about it. */
export function ViewFrame({
  id,
  labelledBy,
  side,
  children,
}: Readonly<{ id: string; labelledBy: string; side: ReactNode; children: ReactNode }>) {
  const scroller = useRef<HTMLDivElement>(null);
  const store = useEvidenceViewStore();
  const { copy, hasAddresses } = useEvidenceActions();
  const t = useTranslate();
  const scroll = useStore(store, (state) => state.scroll);

  useEffect(() => {
    const area = scroller.current;
    if (scroll !== null && area !== null) area.scrollBy({ top: scroll.by * area.clientHeight * pageShare });
  }, [scroll]);

  useEffect(() => {
    const onSelection = () => {
      const area = scroller.current;
      if (area === null) return;
      const { spans, text } = spansOfSelection(document.getSelection(), area);
      if (spans.length > 0 || store.getState().selected.length > 0) store.getState().select(spans, text);
    };
    document.addEventListener('selectionchange', onSelection);
    return () => document.removeEventListener('selectionchange', onSelection);
  }, [store]);

  return (
    <div
      ref={scroller}
      className={styles['frame']}
      role="tabpanel"
      id={id}
      aria-labelledby={labelledBy}
      // Reached with Tab and scrolled with the arrow keys.
      tabIndex={0}
      onCopy={(event) => {
        if (!copy()) event.preventDefault();
      }}
      // Dragging and saving would take it out unrecorded.
      onDragStart={(event) => event.preventDefault()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <ScrollerContext value={scroller}>
        <div className={styles['main']}>{children}</div>
        {side !== null && (
          <aside className={styles['side']}>
            {side}
            {hasAddresses && (
              <CommandButton command="evidence.open-address" look="quiet">
                {t('evidence.addresses')}
              </CommandButton>
            )}
          </aside>
        )}
        <ReasonBubble within={scroller} />
      </ScrollerContext>
    </div>
  );
}
