import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import type { LinkGraph, Point } from './link-groups.ts';

/** Above this many nodes a picture says less than a list. */
export const mostDrawn = 500;

/** Ticks until d3-force has cooled down. */
const allTicks = 300;

export type LinkLayout = Readonly<{
  /** Goes on for about so long; false once it has settled. */
  advance(budgetMs: number, now?: () => number): boolean;
  points(): ReadonlyMap<string, Point>;
}>;

type Placed = { id: string; x?: number; y?: number };

/**
 * Places for the nodes: linked ones near each other. The same graph always has the same places, because d3-force
 * begins on a spiral and draws from its own generator of a fixed seed. Nothing runs until it is asked to.
 */
export function createLinkLayout(graph: LinkGraph): LinkLayout {
  const nodes: Placed[] = [...graph.keys()].map((id) => ({ id }));
  const links = [...graph.values()].flatMap(({ node, ties }) =>
    ties.filter(({ edge }) => edge.from === node.id).map(({ other }) => ({ source: node.id, target: other })),
  );
  const simulation = forceSimulation(nodes)
    .force(
      'link',
      forceLink<Placed, (typeof links)[number]>(links)
        .id(({ id }) => id)
        .distance(96),
    )
    .force('charge', forceManyBody().strength(-380).distanceMax(600))
    .force('collide', forceCollide(38))
    // Pulls what is linked with nothing else into the picture; a wide picture, since windows are.
    .force('x', forceX(0).strength(0.045))
    .force('y', forceY(0).strength(0.075))
    .stop();
  let ticks = 0;
  return {
    advance(budgetMs, now = () => performance.now()) {
      const until = now() + budgetMs;
      while (ticks < allTicks && now() < until) {
        simulation.tick();
        ticks += 1;
      }
      return ticks < allTicks;
    },
    points: () => new Map(nodes.map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
  };
}
