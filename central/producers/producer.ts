import type { CaseSource } from '../../contract/case.ts';

/** A system that sends cases, reports and evidence, known by its API key. */
export interface Producer {
  readonly id: string;
  readonly name: string;
  /** Sources of the cases that it may send. */
  readonly sources: readonly CaseSource[];
  /** Sealed rooms that it may send cases into. */
  readonly compartments: readonly string[];
  readonly requestsAMinute: number;
}
