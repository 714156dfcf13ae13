import { defineConfig } from 'vitest/config';
import { root } from './support/root.ts';

/** Tests with a database, a server or a second process. `tests/central/unit` has none of these. */
const needsDatabase = [
  'tests/{doctor,faults,integration,loopback}/**',
  'tests/central',
  'tests/central/!(unit)/**',
];

export default defineConfig({
  root,
  test: {
    // Two cores: one worker computes while the other waits for a disk or a database.
    maxWorkers: 2,
    pool: 'forks',
    // Class names as written, so that a test may look for them.
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Everything that no other runner takes, so that no test file is ever forgotten.
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [
            ...needsDatabase.map((folder) => `${folder}/*.test.ts`),
            'tests/e2e/**',
            'tests/bench/**',
          ],
          testTimeout: 15_000,
          // No test file leaves anything behind, and a process for each would take a third of the time.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: needsDatabase.map((folder) => `${folder}/*.test.ts`),
          globalSetup: ['tests/support/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
