/** What the Team room counts (product.md, "Team"). Sealed cases that the asker may not enter are in none of it (P1). */
import { z } from 'zod';
import { CaseSource } from './case.ts';
import { Instant, PersonId, Slug, count, text } from './primitives.ts';

/** What one person decided since a moment. Times are means of a case, in milliseconds, each for itself. */
export const PersonFigures = z.object({
  personId: PersonId,
  decided: count,
  /** From when the case could be worked until it was first opened. */
  waitMs: count,
  openMs: count,
  activeMs: count,
});
export type PersonFigures = Readonly<z.infer<typeof PersonFigures>>;

export const QueueFigures = z.object({
  queue: Slug,
  name: text(80),
  /** Cases without a decision that are not closed, and of those the ones that nobody holds. */
  open: count,
  unassigned: count,
  /** Since the moment that was asked for. */
  arrived: count,
  decided: count,
  /** When the oldest open case came in. */
  oldestAt: Instant.nullable(),
  /** Past their due time, and due within the next hour; a time that stands still counts in neither. */
  late: count,
  atRisk: count,
});
export type QueueFigures = Readonly<z.infer<typeof QueueFigures>>;

export const SourceFigures = z.object({ source: CaseSource, arrived: count });

/** Of the cases with a standing decision in which this detector spoke. */
export const DetectorFigures = z.object({
  detector: text(120),
  version: text(40),
  decided: count,
  violations: count,
  /** The 95 % Wilson interval of the share of violations, each from 0 to 1. */
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
});
export type DetectorFigures = Readonly<z.infer<typeof DetectorFigures>>;

export const TeamFigures = z.object({
  at: Instant,
  since: Instant,
  people: z.array(PersonFigures),
  queues: z.array(QueueFigures),
  /** Of the cases that came in since. */
  sources: z.array(SourceFigures),
  detectors: z.array(DetectorFigures).max(200),
});
export type TeamFigures = Readonly<z.infer<typeof TeamFigures>>;
