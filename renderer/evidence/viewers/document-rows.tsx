import { useRef } from 'react';
import type { ReactNode } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Row } from '../model/rows.ts';
import { Field } from '../masked-field.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import styles from './document.module.css';
import { RowList } from './row-list.tsx';
import type { RowListHandle } from './row-list.tsx';
import { useStops } from './use-stops.ts';
import { useViewScroller } from './view-frame.tsx';

const lineHeight = 23;
const charactersInALine = 76;

/** Paragraphs and headings, as the author wrote them. */
export function DocumentRows({ view, rows }: Readonly<{ view: EvidenceView; rows: readonly Row[] }>) {
  const scroller = useViewScroller();
  const list = useRef<RowListHandle>(null);
  useStops(useEvidenceViewStore(), view.item.id, rows, scroller, list);
  return (
    <div className={styles['doc']} data-evidence={view.item.id}>
      <RowList rows={rows} scroller={scroller} estimate={estimate} handle={list}>
        {(row) => rowOf(row, view)}
      </RowList>
    </div>
  );
}

const estimate = (row: Row): number => {
  if (row.is !== 'text' && row.is !== 'message') return 40;
  return Math.ceil((row.end - row.start) / charactersInALine) * lineHeight + 10;
};

function rowOf(row: Row, view: EvidenceView): ReactNode {
  switch (row.is) {
    case 'heading':
      return (
        <h2 dir="auto" data-field={row.source.exact ? row.source.field : undefined}>
          <MarkedText text={row.source.text} stretches={row.source.stretches} />
        </h2>
      );
    case 'text':
      return (
        <p
          dir="auto"
          data-field={row.source.exact ? row.source.field : undefined}
          className={row.continues ? styles['continues'] : undefined}
        >
          <Field view={view} at={row.source.field} text="">
            <MarkedText
              text={row.source.text}
              stretches={row.source.stretches}
              start={row.start}
              end={row.end}
            />
          </Field>
        </p>
      );
    default:
      return null;
  }
}
