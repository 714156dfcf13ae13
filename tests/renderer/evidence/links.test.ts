import { expect, test } from 'vitest';
import { Links } from '../../../contract/evidence.ts';
import { linkGraph, neighbourTowards, sharedThings } from '../../../renderer/evidence/model/link-groups.ts';
import { createLinkLayout } from '../../../renderer/evidence/model/link-layout.ts';

const links = Links.parse({
  kind: 'links',
  nodes: [
    ...['a', 'b', 'c', 'alone'].map((id) => ({ id, label: id, kind: 'account' })),
    { id: 'device', label: 'Device', kind: 'device' },
    { id: 'card', label: 'Card', kind: 'payment-instrument' },
  ],
  edges: [
    ...['a', 'b', 'c'].map((from) => ({ from, to: 'device', label: 'signed in' })),
    { from: 'card', to: 'a', label: 'paid with' },
    { from: 'card', to: 'a', label: 'paid with, again' },
    { from: 'a', to: 'b', label: 'invited' },
    { from: 'a', to: 'nobody', label: 'lost' },
    { from: 'c', to: 'c', label: 'itself' },
  ],
});

test('what most accounts share comes first, then accounts tied to each other, each once', () => {
  const found = sharedThings(linkGraph(links)).map(({ thing, accounts }) => [
    thing?.node.id ?? null,
    accounts.map(({ account }) => account.node.id),
  ]);
  expect(found).toEqual([
    ['device', ['a', 'b', 'c']],
    ['card', ['a']],
    [null, ['a']],
  ]);
});

test('ties to what the document does not name, and to itself, are left out', () => {
  const graph = linkGraph(links);
  expect(graph.get('c')?.ties.map(({ other }) => other)).toEqual(['device']);
  expect(graph.get('alone')?.ties).toEqual([]);
});

test('the same document always has the same picture, in steps or at once', () => {
  const graph = linkGraph(links);
  const once = createLinkLayout(graph);
  once.advance(Infinity);
  const inSteps = createLinkLayout(linkGraph(links));
  let time = 0;
  let steps = 1;
  while (inSteps.advance(5, () => (time += 1))) steps += 1;
  expect(steps).toBeGreaterThan(10);
  expect(inSteps.points()).toEqual(once.points());
  const places = [...once.points().values()];
  expect(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
});

test('an arrow key leads to the linked node in its direction, and nowhere where none is', () => {
  const graph = linkGraph(links);
  const points = new Map([
    ['device', { x: 0, y: 0 }],
    ['a', { x: 10, y: 1 }],
    ['b', { x: -10, y: 3 }],
    ['c', { x: 1, y: -10 }],
    ['card', { x: 0, y: 10 }],
  ]);
  const lead = (key: string) => neighbourTowards(graph, points, 'device', key);
  expect(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'j'].map(lead)).toEqual([
    'a',
    'b',
    'c',
    null,
    null,
  ]);
});
