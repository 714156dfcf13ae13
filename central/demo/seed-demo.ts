/** A team and a queue to try Docket with. Never loaded by a central API that serves a team. */
import { readFile } from 'node:fs/promises';
import { demoAccounts } from '../../contract/demo.ts';
import type { Role } from '../../contract/people.ts';
import { createCatalogues } from '../catalogue/catalogues.ts';
import { publishCatalogue } from '../catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../catalogues/validate.ts';
import { receiveCases } from '../intake/receive.ts';
import type { IntakeDeps } from '../intake/receive.ts';
import { addPerson } from '../people/people.ts';
import { rowCases } from './row-cases.ts';
import { storyCases } from './story-cases.ts';

/** These passwords are printed on the sign-in page: a costly hash would only make the start slow. */
const cost = { N: 2 ** 12, r: 8, p: 1 };

const everyday = ['job-posts', 'messages', 'profiles', 'payments', 'appeals', 'vendor'];
const queuesOf: Partial<Record<Role, readonly string[]>> = {
  reviewer: everyday,
  'vendor-reviewer': ['job-posts', 'messages', 'vendor'],
  supervisor: ['escalations'],
};

/**
 * Fills an empty store in a second or two. Run again over the same store it adds what is missing and repeats nothing.
 * The same seed gives the same cases, at times as seen from now.
 */
export async function seedDemo(deps: IntakeDeps, seed = 7): Promise<void> {
  const catalogues = createCatalogues(deps.clock);
  const published = await deps.store.query('select 1 from catalogue limit 1');
  if (published.count === 0) await publishMarketplace(deps);
  await addTeam(deps);
  const seeded = await deps.store.query(`select 1 from case_file where producer = 'demo' limit 1`);
  if (seeded.count > 0) return;

  const now = deps.clock.now();
  const cases = [...(await storyCases(now)), ...(await rowCases(now, seed))];
  const results = await receiveCases(deps, {
    producer: 'demo',
    catalogue: await catalogues.current(deps.store),
    cases,
  });
  for (const [index, result] of results.entries()) {
    if (result.status === 'rejected')
      throw new Error(`demo case ${cases[index]?.externalId}: ${result.reason}`);
  }
}

async function publishMarketplace(deps: IntakeDeps): Promise<void> {
  const file = new URL('../catalogues/marketplace.json', import.meta.url);
  const checked = validateCatalogue(JSON.parse(await readFile(file, 'utf8')));
  if (!checked.ok)
    throw new Error(`the demo's catalogue: ${checked.errors.map(({ field }) => field).join(', ')}`);
  await publishCatalogue(deps, checked.content);
}

async function addTeam(deps: IntakeDeps): Promise<void> {
  const { rows } = await deps.store.query<{ username: string }>('select username from person');
  const there = new Set(rows.map((row) => row.username));
  for (const { username, password, displayName, role } of demoAccounts) {
    if (there.has(username)) continue;
    const queues = [...(queuesOf[role] ?? [])];
    await addPerson({ ...deps, cost }, { username, password, displayName, role, queues });
  }
}
