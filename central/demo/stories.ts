/** Composed cases as they are written: in the contract's form, with files, times and long lists named, not spelled out. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { IncomingCase } from '../../contract/import.ts';
import { toldSignals } from '../detector/rules.ts';
import type { ToldSignal } from '../detector/rules.ts';
import { restOfWave } from './duplicate-wave.ts';
import { Generated, generateDocument } from './generators.ts';
import { openMediaShelf } from './media-shelf.ts';
import type { MediaShelf } from './media-shelf.ts';
import { withTimes } from './relative-times.ts';
import { seededRandom } from './seeded-random.ts';

const files = [
  'duplicate-wave',
  'posts',
  'threads',
  'people',
  'papers',
  'pictures',
  'money',
  'accounts',
  'records',
  'languages',
] as const;

export const Story = z.object({
  ...IncomingCase.shape,
  /** Signals that no text carries. */
  told: z.array(z.enum(Object.keys(toldSignals) as [ToldSignal, ...ToldSignal[]])).default([]),
});
export type Story = z.infer<typeof Story>;

const RawStory = z.looseObject({ evidence: z.array(z.looseObject({})) });

export async function readStories(now: number, seed: number): Promise<Story[]> {
  const shelf = await openMediaShelf();
  const written = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(new URL(`stories/${name}.json`, import.meta.url), 'utf8');
      return z.array(RawStory).parse(withTimes(JSON.parse(text), now));
    }),
  );
  const stories = written
    .flat()
    .map((story) =>
      Story.parse({ ...story, evidence: story.evidence.map((item) => spelledOut(item, shelf, seed)) }),
    );
  const copied = stories.find(({ externalId }) => externalId === 'wave-2');
  return copied ? [...stories, ...restOfWave(copied, now, seededRandom(seed))] : stories;
}

function spelledOut(
  { media, generated, ...item }: Readonly<Record<string, unknown>>,
  shelf: MediaShelf,
  seed: number,
): Record<string, unknown> {
  if (typeof media === 'string') return { ...item, ...shelf(media) };
  if (generated !== undefined) {
    return { ...item, document: generateDocument(Generated.parse(generated), seed) };
  }
  return item;
}
