/** The least that could answer: `?empty` a page with one line, else a list of 50,000 rows beside the text of one. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const ROWS = 50_000;
const text = 'You will answer clients, keep the ledger and send the weekly report. '.repeat(40);

function useNumber(): number {
  const [number, setNumber] = useState(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'j') setNumber((before) => before + 1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return number;
}

function Empty() {
  const number = useNumber();
  return (
    <article>
      <h1>Case {number}</h1>
      <p role="tabpanel">Post no. {number}.</p>
    </article>
  );
}

function List() {
  const number = useNumber();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: ROWS,
    getScrollElement: () => scroller.current,
    estimateSize: () => 52,
    overscan: 6,
  });
  useLayoutEffect(() => virtualizer.scrollToIndex(number, { align: 'auto' }), [virtualizer, number]);
  return (
    <>
      <div ref={scroller} className="list" role="listbox">
        <div style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className="row"
              role="option"
              aria-selected={index === number}
              style={{ transform: `translateY(${start}px)` }}
            >
              <b>Case {index}</b>
              <div>account bank client deposit details email escrow fee</div>
            </div>
          ))}
        </div>
      </div>
      <article>
        <h1>Case {number}</h1>
        <p role="tabpanel">
          Post no. {number}. {text}
        </p>
      </article>
    </>
  );
}

const root = document.querySelector('#root');
if (root) createRoot(root).render(location.search === '?empty' ? <Empty /> : <List />);
