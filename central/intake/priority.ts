import type { Priority } from '../../contract/case.ts';

export interface PriorityInput {
  /** 0 to 1; null where nothing scored it. */
  readonly risk: number | null;
  readonly reports: number;
  readonly strikes: number;
  /** From now until it is due; negative when late, null when nothing is due. */
  readonly dueInMinutes: number | null;
}

/** Later than this from now, the due time adds nothing. */
export const horizonMinutes = 480;
/** What nobody scored is taken for neither safe nor dangerous. */
const unknownRisk = 0.5;

const bands = [
  { from: 700, band: 'P1' },
  { from: 450, band: 'P2' },
  { from: 0, band: 'P3' },
] as const;

/**
 * score = 1000 · (0.55 risk + 0.25 closeness + 0.15 reports + 0.05 strikes), each part between 0 and 1:
 * closeness falls in a line from 1 (due or late) to 0 (eight hours away); reports and strikes saturate, n/(n+1),
 * so that the first weighs most. Reckoned at intake, when a report joins, and while the due time comes nearer.
 */
export function priorityOf({ risk, reports, strikes, dueInMinutes }: PriorityInput): Priority {
  const closeness =
    dueInMinutes === null ? 0 : Math.min(1, Math.max(0, 1 - Math.max(0, dueInMinutes) / horizonMinutes));
  const share =
    0.55 * (risk ?? unknownRisk) +
    0.25 * closeness +
    0.15 * (reports / (reports + 1)) +
    0.05 * (strikes / (strikes + 1));
  const score = Math.round(share * 10_000) / 10;
  return { score, band: bands.find(({ from }) => score >= from)?.band ?? 'P3' };
}
