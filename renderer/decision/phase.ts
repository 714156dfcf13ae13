import type { OpenedCase } from '../../contract/bridge.ts';

/** What can be done about the decision of the case on screen; a draft that is saved does not change it. */
export type Phase = 'none' | 'gone' | 'decidable' | 'decided';

export function phaseOf({ opened }: Readonly<{ opened: OpenedCase | null }>): Phase {
  if (opened === null) return 'none';
  const { gone, work } = opened;
  if (gone !== null || work === 'gone') return 'gone';
  return work === 'held' || work === 'waiting' || work === 'decided' ? 'decided' : 'decidable';
}
