import { foldText } from './fold-text.ts';
import { detectorName, detectorThreshold, detectorVersion, rules, toldSignals } from './rules.ts';
import type { Rule, TextKind, ToldSignal } from './rules.ts';

/** One string of an evidence document: which item (its key at intake) and where in it. */
export interface TextField {
  readonly item: string;
  /** RFC 6901 pointer of the string inside the document. */
  readonly field: string;
  readonly text: string;
}

interface FiredSpan {
  readonly item: string;
  readonly field: string;
  /** UTF-16 code units `[start, end)` in the text as written. */
  readonly start: number;
  readonly end: number;
}

interface FiredSignal {
  readonly id: string;
  readonly label: string;
  readonly weight: number;
  readonly area: string;
  readonly spans: readonly FiredSpan[];
}

export interface DetectionResult {
  readonly detector: string;
  readonly version: string;
  readonly threshold: number;
  /** 1 - Π(1 - weight) over the signals that fired, to four places: each signal counts once, however often it fires. */
  readonly score: number;
  /** Strongest first. */
  readonly signals: readonly FiredSignal[];
}

/** More places than this in one signal tell a reviewer nothing more. */
const mostSpans = 100;
const lookBehind = 40;

/**
 * Runs every rule that applies to this kind of text. Linear in the length of the text.
 * `told` are signals that intake knows without reading: copies already seen, a company that says nothing.
 */
export function detect(
  kind: TextKind,
  fields: readonly TextField[],
  told: readonly ToldSignal[] = [],
): DetectionResult {
  const folded = fields.map((field) => ({ ...field, folded: foldText(field.text) }));
  const signals: FiredSignal[] = [];
  for (const rule of rules) {
    if (!rule.appliesTo.includes(kind)) continue;
    const spans: FiredSpan[] = [];
    for (const field of folded) {
      for (const span of withoutOverlap(spansOf(rule, field.text, field.folded))) {
        if (spans.length < mostSpans) spans.push({ item: field.item, field: field.field, ...span });
      }
    }
    if (spans.length > 0)
      signals.push({ id: rule.id, label: rule.label, weight: rule.weight, area: rule.area, spans });
  }
  for (const id of told) signals.push({ id, ...toldSignals[id], spans: [] });
  signals.sort((a, b) => b.weight - a.weight || a.id.localeCompare(b.id));
  return {
    detector: detectorName,
    version: detectorVersion,
    threshold: detectorThreshold,
    score: scoreOf(signals.map((signal) => signal.weight)),
    signals,
  };
}

export function scoreOf(weights: readonly number[]): number {
  const innocent = weights.reduce((product, weight) => product * (1 - weight), 1);
  return Math.round((1 - innocent) * 10_000) / 10_000;
}

type Stretch = { start: number; end: number };

function spansOf(rule: Rule, text: string, folded: ReturnType<typeof foldText>): Stretch[] {
  const found: Stretch[] = rule.find ? take(rule.find(text)) : [];
  for (const pattern of rule.patterns ?? []) {
    for (const match of folded.text.matchAll(pattern)) {
      if (found.length >= mostSpans) break;
      if (match[0].length === 0) continue;
      const before = folded.text.slice(Math.max(0, match.index - lookBehind), match.index);
      if (rule.unlessAfter?.test(before)) continue;
      const last = match.index + match[0].length - 1;
      found.push({ start: folded.original(match.index), end: folded.original(last) + 1 });
    }
  }
  return found;
}

function take(stretches: Iterable<Stretch>): Stretch[] {
  const taken: Stretch[] = [];
  for (const stretch of stretches) {
    if (taken.length >= mostSpans) break;
    taken.push(stretch);
  }
  return taken;
}

function withoutOverlap(stretches: Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const next of stretches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && next.start < last.end) last.end = Math.max(last.end, next.end);
    else merged.push({ ...next });
  }
  return merged;
}
