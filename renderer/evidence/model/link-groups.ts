import type { Links } from '../../../contract/evidence.ts';

export type LinkNode = Links['nodes'][number];
export type LinkEdge = Links['edges'][number];

/** A node with its place in the document, and what it is tied to. */
export type LinkedNode = Readonly<{ node: LinkNode; index: number; ties: readonly Tie[] }>;
export type Tie = Readonly<{ other: string; edge: LinkEdge }>;

export type LinkGraph = ReadonlyMap<string, LinkedNode>;

/** What the document names, with its ties from both sides. Ties to what it does not name are left out. */
export function linkGraph({ nodes, edges }: Links): LinkGraph {
  const graph = new Map<string, { node: LinkNode; index: number; ties: Tie[] }>();
  for (const [index, node] of nodes.entries()) {
    if (!graph.has(node.id)) graph.set(node.id, { node, index, ties: [] });
  }
  for (const edge of edges) {
    const [from, to] = [graph.get(edge.from), graph.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    from.ties.push({ other: edge.to, edge });
    to.ties.push({ other: edge.from, edge });
  }
  return graph;
}

/** One thing that accounts share; null for accounts that are tied to each other without one. */
export type SharedThing = Readonly<{ thing: LinkedNode | null; accounts: readonly Shared[] }>;
export type Shared = Readonly<{ account: LinkedNode; edge: LinkEdge }>;

/** By what is shared: what most accounts share first, then pairs of accounts tied directly. */
export function sharedThings(graph: LinkGraph): readonly SharedThing[] {
  const things: SharedThing[] = [];
  const direct = new Map<LinkEdge, Shared>();
  for (const thing of graph.values()) {
    const accounts = thing.ties.flatMap(({ other, edge }) => {
      const account = graph.get(other);
      return account?.node.kind === 'account' ? [{ account, edge }] : [];
    });
    if (thing.node.kind !== 'account') things.push({ thing, accounts: unique(accounts) });
    // Each of these edges is met from both of its ends; the last one stays.
    else for (const shared of accounts) direct.set(shared.edge, shared);
  }
  things.sort((a, b) => b.accounts.length - a.accounts.length);
  return direct.size === 0 ? things : [...things, { thing: null, accounts: [...direct.values()] }];
}

function unique(all: readonly Shared[]): readonly Shared[] {
  const known = new Set<string>();
  return all.filter(({ account: { node } }) => !known.has(node.id) && known.add(node.id));
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export type Point = Readonly<{ x: number; y: number }>;

/**
 * Where an arrow key leads from a node: to the linked node that lies most in that direction, null where none does.
 * Within a right angle, so that every neighbour is reached by one of the four.
 */
export function neighbourTowards(
  graph: LinkGraph,
  points: ReadonlyMap<string, Point>,
  from: string,
  key: string,
): string | null {
  const direction = arrows[key];
  const here = points.get(from);
  if (direction === undefined || here === undefined) return null;
  let best: string | null = null;
  let bestCosine = Math.SQRT1_2 - 1e-9;
  for (const { other } of graph.get(from)?.ties ?? []) {
    const there = points.get(other);
    if (there === undefined) continue;
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const cosine = (dx * direction[0] + dy * direction[1]) / (Math.hypot(dx, dy) || 1);
    if (cosine > bestCosine) [best, bestCosine] = [other, cosine];
  }
  return best;
}

export const isArrow = (key: string): boolean => Object.hasOwn(arrows, key);
