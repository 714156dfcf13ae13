import type { Change } from './tree.ts';

/** A small change that breaks one guard. It must be caught by a test whose name begins with the rule that it names. */
export interface Mutation extends Change {
  /** What is wrong with the product that has it. */
  readonly name: string;
  /** A rule of docs/sync.md, or a fault: `fault 37`. */
  readonly rule: string;
  /** The test files to run; absent: all that name the rule. */
  readonly tests?: readonly string[];
}

/** Whether a test's name begins with the rule; several may stand before the colon. */
export const isNamedBy = (rule: string, title: string): boolean =>
  new RegExp(`^(?:(?:[A-Z]\\d+|fault \\d+), )*${rule}(?:, (?:[A-Z]\\d+|fault \\d+))*: `).test(title);
