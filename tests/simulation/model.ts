/** What the people in the simulation were told, kept apart from the program that told them. */

/** A decision that a screen called decided. */
export interface Told {
  readonly id: string;
  readonly seat: string;
  readonly caseId: string;
  readonly words: string;
  /** The person took it back, or changed it, and was told so. */
  undone: 'no' | 'withdrawn' | 'recall';
  /** Answered for good: looked at again only when everything has come to rest. */
  settled: boolean;
}

export interface Model {
  readonly told: Map<string, Told>;
  /** Notes that the screen took. */
  readonly notes: Map<string, { readonly seat: string; readonly text: string; settled: boolean }>;
  /** By seat and case: the words that were saved last, and are owed to the person. */
  readonly drafts: Map<string, string>;
  /** Decisions that the central API has, in this era. */
  readonly arrived: Set<string>;
  /** By case: the decision that stands, as far as the central API has shown. */
  readonly standing: Map<string, string>;
  /** By seat and case, within an era: the newest version that was seen. */
  readonly versions: Map<string, number>;
  era: number;
}

export const createModel = (): Model => ({
  told: new Map(),
  notes: new Map(),
  drafts: new Map(),
  arrived: new Set(),
  standing: new Map(),
  versions: new Map(),
  era: 1,
});
