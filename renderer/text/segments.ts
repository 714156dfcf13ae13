/**
 * Cuts a text into the pieces that are shown: plain, highlighted, marked as suspicious, part of a web address.
 * Offsets are UTF-16 code units of the whole text; a cut never splits a surrogate pair.
 */
import { findSuspicions } from './suspicious.ts';
import type { Suspicion } from './suspicious.ts';
import { findWebAddresses } from './web-addresses.ts';
import type { WebAddress } from './web-addresses.ts';

/** A span of text that a signal fired on, with why. */
export type Highlight = Readonly<{ id: string; start: number; end: number; reason: string }>;

/** Highlights that overlap, as one stretch: what a key steps to. */
export type Stretch = Readonly<{ id: string; start: number; end: number; reasons: readonly string[] }>;

export type Piece = Readonly<{
  start: number;
  end: number;
  text: string;
  stretch: Stretch | null;
  suspicion: Suspicion | null;
  address: Readonly<{ address: WebAddress; part: 'scheme' | 'host' | 'rest' }> | null;
  /** Is of what was looked for. */
  found: boolean;
}>;

type Range = Readonly<{ start: number; end: number }>;
const noRanges: readonly Range[] = [];

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const splitsPair = (text: string, at: number) =>
  at > 0 &&
  at < text.length &&
  isLowSurrogate(text.charCodeAt(at)) &&
  isHighSurrogate(text.charCodeAt(at - 1));

/** Overlapping highlights merged, in order; empty ones and ones beyond the text left out; pairs kept whole. */
export function stretchesOf(text: string, highlights: readonly Highlight[]): readonly Stretch[] {
  const sorted = highlights
    .map((highlight) => {
      const start = Math.max(0, highlight.start);
      const end = Math.min(text.length, highlight.end);
      return {
        ...highlight,
        start: splitsPair(text, start) ? start - 1 : start,
        end: splitsPair(text, end) ? end + 1 : end,
      };
    })
    .filter((highlight) => highlight.start < highlight.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Stretch[] = [];
  for (const { id, start, end, reason } of sorted) {
    const last = merged.at(-1);
    if (last === undefined || start >= last.end) merged.push({ id, start, end, reasons: [reason] });
    else {
      merged[merged.length - 1] = {
        ...last,
        end: Math.max(last.end, end),
        reasons: last.reasons.includes(reason) ? last.reasons : [...last.reasons, reason],
      };
    }
  }
  return merged;
}

/** The pieces of `text.slice(from, to)`. `stretches` and places `found`, in order, are those of the whole text. */
export function piecesOf(
  text: string,
  stretches: readonly Stretch[],
  from = 0,
  to = text.length,
  found: readonly Range[] = noRanges,
): readonly Piece[] {
  const slice = text.slice(from, to);
  const shift = <T extends Readonly<{ start: number; end: number }>>(range: T): T => ({
    ...range,
    start: range.start + from,
    end: range.end + from,
  });
  const suspicions = findSuspicions(slice).map(shift);
  const addresses = findWebAddresses(slice).map((address) => ({
    ...shift(address),
    schemeEnd: address.schemeEnd + from,
    hostStart: address.hostStart + from,
    hostEnd: address.hostEnd + from,
  }));
  const here = stretches.filter((stretch) => stretch.start < to && stretch.end > from);

  const foundHere = found.filter(({ start, end }) => start < to && end > from);

  const cuts = new Set([from, to]);
  for (const range of [...here, ...suspicions, ...foundHere]) {
    cuts.add(Math.max(from, range.start)).add(Math.min(to, range.end));
  }
  for (const address of addresses) {
    cuts
      .add(address.start)
      .add(address.schemeEnd)
      .add(address.hostStart)
      .add(address.hostEnd)
      .add(address.end);
  }
  const ordered = [...cuts].sort((a, b) => a - b);

  const at = { stretch: 0, suspicion: 0, address: 0, found: 0 };
  return ordered.slice(0, -1).map((start, index) => {
    const end = ordered[index + 1] ?? to;
    while ((here[at.stretch]?.end ?? Infinity) <= start) at.stretch += 1;
    while ((suspicions[at.suspicion]?.end ?? Infinity) <= start) at.suspicion += 1;
    while ((addresses[at.address]?.end ?? Infinity) <= start) at.address += 1;
    while ((foundHere[at.found]?.end ?? Infinity) <= start) at.found += 1;
    const covers = <T extends Readonly<{ start: number }>>(range: T | undefined) =>
      range !== undefined && range.start <= start ? range : null;
    const address = covers(addresses[at.address]);
    return {
      start,
      end,
      text: text.slice(start, end),
      stretch: covers(here[at.stretch]),
      suspicion: covers(suspicions[at.suspicion]),
      address: address === null ? null : { address, part: partAt(address, start) },
      found: covers(foundHere[at.found]) !== null,
    };
  });
}

function partAt(address: WebAddress, at: number): 'scheme' | 'host' | 'rest' {
  if (at < address.schemeEnd) return 'scheme';
  // What stands before an @ is made to look like a host, so its dots are broken as well.
  return at < address.hostEnd ? 'host' : 'rest';
}
