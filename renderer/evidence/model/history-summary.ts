import type { History } from '../../../contract/evidence.ts';

export type HistoryEntry = History['entries'][number];
/** With its place in the document, by which its fields are masked. */
export type HistoryRecord = Readonly<{ entry: HistoryEntry; index: number }>;

export const historyKinds = ['decision', 'strike', 'appeal', 'note'] as const;

/** Newest first, whatever the order of the document. */
export const newestFirst = ({ entries }: History): readonly HistoryRecord[] =>
  entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at) || a.index - b.index);

export type StrikeSummary = Readonly<{
  count: number;
  lastAt: string | null;
  /** Policies that strikes were given for, the most frequent first. */
  policies: readonly Readonly<{ policy: string; count: number }>[];
}>;

/** A strike that names no policy is told by its title. */
export function strikeSummary(records: readonly HistoryRecord[]): StrikeSummary {
  const strikes = records.filter(({ entry }) => entry.kind === 'strike').map(({ entry }) => entry);
  const counts = new Map<string, number>();
  for (const { policies, title } of strikes) {
    for (const policy of policies.length === 0 ? [title] : policies) {
      counts.set(policy, (counts.get(policy) ?? 0) + 1);
    }
  }
  return {
    count: strikes.length,
    lastAt: strikes[0]?.at ?? null,
    policies: [...counts].map(([policy, count]) => ({ policy, count })).sort((a, b) => b.count - a.count),
  };
}
