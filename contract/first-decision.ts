import { z } from 'zod';
import { Action } from './action.ts';
import { Outcome, Severity } from './catalogue.ts';
import { CustomerMessage } from './command.ts';
import { DecisionId, Instant, Slug, text } from './primitives.ts';

/** The decision that is appealed, as whoever reviews the appeal sees it: without its author. */
export const FirstDecision = z.object({
  decisionId: DecisionId,
  outcome: Outcome,
  severity: Severity.nullable(),
  policies: z.array(Slug).max(20),
  actions: z.array(Action).max(50),
  rationale: text(8000),
  message: CustomerMessage.nullable(),
  decidedAt: Instant,
});
export type FirstDecision = Readonly<z.infer<typeof FirstDecision>>;

/** What is compared of two decisions. */
type Judgement = Pick<FirstDecision, 'outcome' | 'actions'>;

/**
 * Whether a decision on an appeal upholds the first one: the same outcome with the same actions, in whatever order. Policies are
 * not compared: the catalogue may have renamed them since, and what a customer feels are the actions.
 */
export const isUpheld = (first: Judgement, second: Judgement): boolean =>
  first.outcome === second.outcome && asked(first.actions) === asked(second.actions);

const asked = (actions: readonly Action[]): string =>
  JSON.stringify(
    actions
      .map(({ action, target, durationDays, params }) =>
        JSON.stringify([
          action,
          target.type,
          target.id,
          durationDays ?? null,
          Object.entries(params).toSorted(),
        ]),
      )
      .toSorted(),
  );
