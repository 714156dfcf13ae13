import { seededRandom } from '../../central/demo/seeded-random.ts';

/** All chance of a run comes from one seed, so that a run can be played again. */
export interface Chance {
  /** From here on the numbers of this seed, whatever was drawn before. */
  reseed(seed: number): void;
  next(): number;
  /** From 0 to below `bound`. */
  below(bound: number): number;
  oneOf<T>(values: readonly T[]): T;
  happens(probability: number): boolean;
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T;
  /** A UUIDv7 at this time. */
  uuid(atMs: number): string;
}

export function createChance(seed: number): Chance {
  let source = seededRandom(seed);
  const next = (): number => source();
  const below = (bound: number): number => Math.floor(next() * bound);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => below(16).toString(16)).join('');
  return {
    reseed(other) {
      source = seededRandom(other);
    },
    next,
    below,
    oneOf(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('there is nothing to choose from');
      return value;
    },
    happens: (probability) => next() < probability,
    weighted(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let place = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        place -= weight;
        if (place < 0) return name;
      }
      return entries[0]![0];
    },
    uuid(atMs) {
      const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0');
      const variant = (8 + below(4)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}
