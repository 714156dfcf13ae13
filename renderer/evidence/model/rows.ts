/**
 * A document as rows: bounded pieces that can be laid out one by one, so that neither a line of 1 MB nor a thread
 * of 30,000 messages is ever laid out whole.
 */
import type { JobPost, Messages } from '../../../contract/evidence.ts';
import { blocksOf } from '../../text/blocks.ts';
import type { FieldHighlights, FieldText } from './highlights.ts';
import { fieldText } from './highlights.ts';

export type TextRow = Readonly<{
  is: 'text';
  key: string;
  source: FieldText;
  start: number;
  end: number;
  continues: boolean;
}>;
export type HeadingRow = Readonly<{ is: 'heading'; key: string; source: FieldText }>;
export type DayRow = Readonly<{ is: 'day'; key: string; at: string }>;
export type MessageRow = Readonly<{
  is: 'message';
  key: string;
  index: number;
  /** The first row of a message says who wrote it and when. */
  opens: boolean;
  /** Nothing stands between it and another message of the same person. */
  follows: boolean;
  source: FieldText;
  start: number;
  end: number;
}>;
/** What is left out of a very long message, until it is asked for. */
export type MoreRow = Readonly<{ is: 'more'; key: string; index: number; hidden: number }>;
export type Row = TextRow | HeadingRow | DayRow | MessageRow | MoreRow;

/** In the place of rows that are still to be made. */
export const noRowsYet: readonly Row[] = [];

export function textRows(source: FieldText): readonly TextRow[] {
  return blocksOf(source.text).map(({ start, end, continues }) => ({
    is: 'text' as const,
    key: `${source.field}@${start}`,
    source,
    start,
    end,
    continues,
  }));
}

type Section = JobPost['sections'][number];

export function sectionRows(
  sections: readonly Section[],
  highlights: FieldHighlights,
  headingOf: (section: Section) => string,
): readonly Row[] {
  return sections.flatMap((section, index) => {
    const body = fieldText(`/sections/${index}/text`, section.text, highlights, section.format);
    const heading =
      section.heading === ''
        ? { field: '', text: headingOf(section), stretches: [], exact: false }
        : fieldText(`/sections/${index}/heading`, section.heading, highlights);
    return [{ is: 'heading' as const, key: `heading-${index}`, source: heading }, ...textRows(body)];
  });
}

/**
 * Messages in their order, with a row where a new day begins in the reader's time zone. Of a message that is very long
 * the beginning, unless it is one of `whole` or a signal fired further on in it.
 */
export function messageRows(
  { messages }: Messages,
  highlights: FieldHighlights,
  whole: ReadonlySet<number> = new Set(),
): readonly Row[] {
  const rows: Row[] = [];
  const isNewDay = createDays();
  let from = '';
  for (const [index, message] of messages.entries()) {
    if (message.at !== null && isNewDay(message.at)) {
      rows.push({ is: 'day', key: `day-${index}`, at: message.at });
      from = '';
    }
    const source = fieldText(`/messages/${index}/text`, message.text, highlights);
    // Short paragraphs of a message stay in one row; only what is too long for one is cut.
    const all =
      message.text.length <= messageBlock
        ? [{ start: 0, end: message.text.length }]
        : blocksOf(message.text, messageBlock);
    const isClipped =
      message.text.length > longestWhole &&
      !whole.has(index) &&
      source.stretches.every(({ start }) => start < messageBlock);
    const parts = isClipped ? beginningOf(all) : all;
    for (const [part, { start, end }] of parts.entries()) {
      rows.push({
        is: 'message',
        key: `${message.id}@${index}.${part}`,
        index,
        opens: part === 0,
        follows: part > 0 || message.from === from,
        source,
        start,
        end,
      });
    }
    if (parts.length < all.length) {
      const hidden = message.text.length - (parts.at(-1)?.end ?? 0);
      rows.push({ is: 'more', key: `more-${index}`, index, hidden });
    }
    from = message.from;
  }
  return rows;
}

/** Blocks that begin within the length of one. */
const beginningOf = <B extends Readonly<{ start: number }>>(blocks: readonly B[]): readonly B[] => {
  const end = blocks.findIndex(({ start }) => start >= messageBlock);
  return end === -1 ? blocks : blocks.slice(0, end);
};

/** Whether an instant is of another day than the one before. Calendars are asked once a day, not once a message. */
function createDays(): (instant: string) => boolean {
  let begins = Number.NaN;
  let ends = Number.NaN;
  return (instant) => {
    const at = Date.parse(instant);
    if (at >= begins && at < ends) return false;
    const day = new Date(at);
    begins = day.setHours(0, 0, 0, 0);
    ends = day.setDate(day.getDate() + 1);
    return true;
  };
}

const messageBlock = 2000;
/** A longer message is shown from its beginning, and whole on request. */
const longestWhole = 6000;

/** Every stretch of the rows in reading order, with the row where it begins: what `t` steps through. */
export type Stop = Readonly<{ stretchId: string; row: number; reasons: readonly string[] }>;

export function stopsOf(rows: readonly Row[]): readonly Stop[] {
  const stops: Stop[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.is === 'day' || row.is === 'more') continue;
    const [start, end] = row.is === 'heading' ? [0, row.source.text.length] : [row.start, row.end];
    for (const stretch of row.source.stretches) {
      const begins = stretch.start >= start && stretch.start < end;
      if (begins) stops.push({ stretchId: stretch.id, row: index, reasons: stretch.reasons });
    }
  }
  return stops;
}
