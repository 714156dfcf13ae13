import type { Exposure } from '../../contract/bridge.ts';

type HarmType = Exposure['harmTypes'][number];

/** Harm type → how many items had been revealed since the last break when its suggestion was put off. */
export type PutOff = Readonly<Record<string, number>>;

const isReached = ({ id, sinceBreak, budget }: HarmType, putOff: PutOff): boolean => {
  if (budget === null || sinceBreak < budget) return false;
  const before = putOff[id];
  // Put off until as many again. Fewer than then: there was a break in between.
  return before === undefined || sinceBreak < before || sinceBreak >= before + budget;
};

/** The harm types whose budget is reached, furthest past it first; none while on a break. */
export const suggestingBreak = (exposure: Exposure | null, putOff: PutOff): HarmType[] =>
  exposure === null || exposure.onBreakSince !== null
    ? []
    : exposure.harmTypes
        .filter((one) => isReached(one, putOff))
        .sort((one, other) => share(other) - share(one));

/** Of its budget; what has none comes last. */
const share = ({ sinceBreak, budget }: HarmType): number => (budget === null ? 0 : sinceBreak / budget);

/** What to show in one line: the harm type that is nearest its budget. Null while nothing was revealed. */
export function nearestBudget(exposure: Exposure | null): HarmType | null {
  const revealed = exposure?.harmTypes.filter(({ sinceBreak }) => sinceBreak > 0) ?? [];
  return revealed.sort((one, other) => share(other) - share(one))[0] ?? null;
}
