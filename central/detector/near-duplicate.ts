/**
 * A digest that nearly equal texts share, compared for equality.
 *
 * The text is normalised (look-alikes folded, case, digits, addresses and punctuation levelled), cut into
 * overlapping runs of words, and each run is hashed. Of `seeds` differently mixed hash functions the smallest
 * value over all runs is kept; the digest is those minima. Two texts that share a fraction J of their runs
 * agree in each minimum with probability J, so in all three with J³: one word changed in 150 leaves J ≈ 0.96,
 * so about nine such copies in ten share the digest, while texts that share a fifth of their words (the same
 * company's boilerplate) do so once in a hundred.
 *
 * Why not SimHash: its nearness is a Hamming distance, and equality of the whole hash breaks at the first
 * flipped bit. Why not several bands: cases carry one digest, and a group is found by one indexed lookup.
 * The limits that follow: about one near copy in ten is missed, more of heavily edited ones; nearness is not
 * transitive but groups are; texts under `shortest` words only match when they are equal once normalised.
 */
import { createHash } from 'node:crypto';
import { foldText } from './fold-text.ts';

const seeds = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35] as const;
/** In words. Under the first no digest is given: `ok` is nobody's copy. */
const fewest = 4;
const shortest = 12;
const longRuns = 60;

/** 24 lower-case hexadecimal digits, or null for text too short to speak of copies. Linear in the text. */
export function nearDuplicateDigest(text: string): string | null {
  const words = wordsOf(text);
  if (words.length < fewest) return null;
  if (words.length < shortest) {
    return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 24);
  }
  const run = words.length < longRuns ? 2 : 3;
  const hashes = words.map(hashWord);
  const minima = seeds.map(() => 0xffffffff);
  for (let start = 0; start + run <= hashes.length; start += 1) {
    let shingle = 0;
    for (let at = start; at < start + run; at += 1) {
      shingle = (Math.imul(shingle, 0x01000193) ^ (hashes[at] ?? 0)) >>> 0;
    }
    seeds.forEach((seed, index) => {
      const mixed = mix(shingle ^ seed);
      if (mixed < (minima[index] ?? 0)) minima[index] = mixed;
    });
  }
  return minima.map((minimum) => minimum.toString(16).padStart(8, '0')).join('');
}

function wordsOf(text: string): string[] {
  const levelled = foldText(text)
    .text.normalize('NFKC')
    .toLowerCase()
    .replace(/#(url|email|phone)_[0-9a-f]{8,64}#?/g, ' $1 ')
    .replace(/\p{N}+/gu, '0');
  return levelled.match(/[\p{L}\p{M}0]+/gu) ?? [];
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
