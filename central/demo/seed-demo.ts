/** A team and a queue to try Docket with. Never loaded by a central API that serves a team. */
import { readFile } from 'node:fs/promises';
import type { IncomingCase } from '../../contract/import.ts';
import { createCatalogues } from '../catalogue/catalogues.ts';
import { publishCatalogue } from '../catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../catalogues/validate.ts';
import { receiveCases } from '../intake/receive.ts';
import type { IntakeDeps } from '../intake/receive.ts';
import { rowCases } from './row-cases.ts';
import { readStories } from './stories.ts';
import { detected } from './detected-story.ts';
import { addTeam } from './team.ts';
import { createVariedCases } from './varied-cases.ts';

export interface DemoPlan {
  readonly seed?: number | undefined;
  /** Reviewers in all; the ones that the sign-in page offers are always there. */
  readonly reviewers?: number | undefined;
  /** Cases in all; as many as were written when it is left out. */
  readonly cases?: number | undefined;
  /** Told now and then while many cases are made. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Cases to a transaction. */
const batchCases = 250;
const progressEvery = 5000;

/**
 * Fills an empty store in a second or two, and makes 50,000 cases in minutes. Run again over the same store it adds
 * what is missing and repeats nothing. The same seed gives the same cases, at times as seen from now.
 */
export async function seedDemo(deps: IntakeDeps, plan: DemoPlan = {}): Promise<void> {
  const catalogues = createCatalogues(deps.clock);
  const published = await deps.store.query('select 1 from catalogue limit 1');
  if (published.count === 0) await publishMarketplace(deps);
  await addTeam(deps, plan.reviewers ?? 0);
  const { rows: counted } = await deps.store.query<{ there: number }>(
    `select count(*) as there from case_file where producer = 'demo'`,
  );
  const there = counted[0]?.there ?? 0;
  if (there > 0 && there >= (plan.cases ?? 0)) return;

  const catalogue = await catalogues.current(deps.store);
  const receive = async (cases: readonly IncomingCase[]) => {
    const results = await receiveCases(deps, { producer: 'demo', catalogue, cases });
    for (const [index, result] of results.entries()) {
      if (result.status === 'rejected')
        throw new Error(`demo case ${cases[index]?.externalId}: ${result.reason}`);
    }
  };
  const { written, varied } = await demoCases(deps.clock.now(), plan.seed ?? defaultSeed);
  const wanted = plan.cases ?? written.length;
  if (there < written.length) await receive(written.slice(0, wanted));
  for (let from = Math.max(there, written.length); from < wanted; from += batchCases) {
    const count = Math.min(batchCases, wanted - from);
    await receive(Array.from({ length: count }, (_, index) => varied(from - written.length + index)));
    const done = from + count;
    if (done % progressEvery < batchCases || done === wanted) plan.onProgress?.(done, wanted);
  }
}

const defaultSeed = 7;

export async function demoCases(now: number, seed: number) {
  const stories = await readStories(now, seed);
  const rows = await rowCases(now, seed);
  return {
    written: [...stories.map((story) => detected(story, now)), ...rows],
    varied: createVariedCases({ stories, rows, now, seed }),
  };
}

async function publishMarketplace(deps: IntakeDeps): Promise<void> {
  const file = new URL('../catalogues/marketplace.json', import.meta.url);
  const checked = validateCatalogue(JSON.parse(await readFile(file, 'utf8')));
  if (!checked.ok)
    throw new Error(`the demo's catalogue: ${checked.errors.map(({ field }) => field).join(', ')}`);
  await publishCatalogue(deps, checked.content);
}
