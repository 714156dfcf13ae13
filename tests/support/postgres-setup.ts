import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's URL of the PostgreSQL server that the integration tests share. */
    postgresUrl: string;
  }
}

/** One server for all integration tests; each test file makes its own database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const postgres = await startPostgres();
  process.env['TEST_DATABASE_URL'] = postgres.url;
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
