import type { CaseSource } from '../../contract/case.ts';
import type { RoutingContent, RoutingRule } from '../../contract/routing.ts';
import type { SubjectType } from '../../contract/subject.ts';

/** What rules may look at. */
export interface Routed {
  readonly source: CaseSource;
  readonly surface: SubjectType;
  readonly policyArea: string | null;
  readonly language: string | null;
  readonly compartment: string | null;
  readonly producer: string;
  readonly risk: number | null;
}

export interface Placed {
  readonly queue: string;
  /** `fallback` where no rule took it. */
  readonly rule: string;
}

/**
 * Reads the rules from the top; a rule whose queue the catalogue in force does not have is passed over. Falls back
 * to the catalogue's first queue where it does not have the fallback either.
 */
export function routeCase(
  routed: Routed,
  content: RoutingContent,
  queues: readonly { readonly id: string }[],
): Placed {
  const known = new Set(queues.map(({ id }) => id));
  const rule = content.rules.find((one) => known.has(one.queue) && holds(one.when, routed));
  if (rule) return { queue: rule.queue, rule: rule.id };
  const queue = known.has(content.fallback) ? content.fallback : queues[0]?.id;
  if (queue === undefined) throw new Error('a catalogue has at least one queue');
  return { queue, rule: 'fallback' };
}

function holds(when: RoutingRule['when'], routed: Routed): boolean {
  const takes = (wanted: readonly string[] | undefined, value: string | null): boolean =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    takes(when.surface, routed.surface) &&
    takes(when.source, routed.source) &&
    takes(when.policyArea, routed.policyArea) &&
    takes(when.compartment, routed.compartment) &&
    takes(when.producer, routed.producer) &&
    (when.language?.some((language) => isOfLanguage(routed.language, language)) ?? true) &&
    (when.riskAtLeast === undefined || (routed.risk ?? 0) >= when.riskAtLeast)
  );
}

/** `pt-BR` is of `pt`, and not the other way round. */
export const isOfLanguage = (tag: string | null, language: string): boolean =>
  tag !== null && `${tag.toLowerCase()}-`.startsWith(`${language.toLowerCase()}-`);
