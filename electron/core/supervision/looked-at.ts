/**
 * Content of one case that a supervisor looks at without holding it. In memory alone, and let go with the next one
 * (E4, P1): nothing of it reaches a disk.
 */
export interface LookedAt {
  replace(items: readonly LookedAtItem[]): void;
  find(digest: string): LookedAtItem | null;
}

export type LookedAtItem = Readonly<{ digest: string; mediaType: string; bytes: Uint8Array }>;

export function createLookedAt(): LookedAt {
  let items = new Map<string, LookedAtItem>();
  return {
    replace(next) {
      items = new Map(next.map((item) => [item.digest, item]));
    },
    find: (digest) => items.get(digest) ?? null,
  };
}
