import type { TeamFigures } from '../../contract/figures.ts';
import type { PersonId } from '../../contract/primitives.ts';

/** How a team of one did. */
export const fakeFigures = (personId: PersonId): Omit<TeamFigures, 'at' | 'since'> => ({
  people: [{ personId, decided: 41, waitMs: 5_400_000, openMs: 95_000, activeMs: 62_000 }],
  queues: [
    {
      queue: 'fraud' as never,
      name: 'Fraud',
      open: 312,
      unassigned: 200,
      arrived: 120,
      decided: 94,
      oldestAt: '2026-11-22T09:00:00.000Z',
      late: 4,
      atRisk: 11,
    },
    {
      queue: 'messages' as never,
      name: 'Messages',
      open: 0,
      unassigned: 0,
      arrived: 3,
      decided: 3,
      oldestAt: null,
      late: 0,
      atRisk: 0,
    },
  ],
  sources: [
    { source: 'detection', arrived: 114 },
    { source: 'report', arrived: 9 },
  ],
  detectors: [
    { detector: 'Advance fee', version: '4.2', decided: 80, violations: 61, low: 0.66, high: 0.84 },
    { detector: 'Off-platform pay', version: '1.0', decided: 3, violations: 1, low: 0.06, high: 0.79 },
  ],
});
