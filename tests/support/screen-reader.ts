import type { CDPSession, Page } from '@playwright/test';
import { z } from 'zod';

const Value = z.object({ value: z.unknown() }).optional();
const Node = z.object({
  nodeId: z.string(),
  ignored: z.boolean(),
  role: Value,
  name: Value,
  description: Value,
  properties: z
    .array(z.object({ name: z.string(), value: z.object({ value: z.unknown().optional() }) }))
    .default([]),
  childIds: z.array(z.string()).default([]),
});
type Node = z.output<typeof Node>;

/** What an assistive technology is given of an element: nothing of how it looks or where it is. */
export type Heard = Readonly<{
  role: string;
  name: string;
  description: string;
  /** Regions that it is in, outermost first, by their names. */
  within: readonly string[];
  checked: boolean;
}>;

const wordsOf = (value: z.output<typeof Value>): string =>
  typeof value?.value === 'string' ? value.value.replaceAll(/\s+/gu, ' ').trim() : '';
const has = ({ properties }: Node, name: string): boolean =>
  properties.some((one) => one.name === name && (one.value.value === true || one.value.value === 'true'));

/** The page by Chromium's accessibility tree, in its reading order. */
export async function openScreenReader(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');

  async function read(): Promise<readonly Heard[]> {
    const nodes = await nodesOf(session);
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const heard: Heard[] = [];
    const walk = (node: Node, within: readonly string[]): void => {
      const one = heardOf(node, within);
      if (!node.ignored) heard.push(one);
      const inside = !node.ignored && one.role === 'region' ? [...within, one.name] : within;
      for (const id of node.childIds) {
        const child = byId.get(id);
        if (child !== undefined) walk(child, inside);
      }
    };
    const [root] = nodes;
    if (root !== undefined) walk(root, []);
    return heard;
  }

  /** What has the keyboard; asked for alone, since a whole tree takes its time. */
  async function focused(): Promise<Heard> {
    const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (result.objectId === undefined) throw new Error('nothing has the focus');
    const answer = await session.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: true,
    });
    const [node, ...ancestors] = z.array(Node).parse(answer.nodes);
    if (node === undefined) throw new Error('nothing has the focus');
    const byChild = new Map(ancestors.flatMap((one) => one.childIds.map((id) => [id, one] as const)));
    const within: string[] = [];
    for (let above = byChild.get(node.nodeId); above !== undefined; above = byChild.get(above.nodeId))
      if (!above.ignored && wordsOf(above.role) === 'region') within.unshift(wordsOf(above.name));
    return heardOf(node, within);
  }

  return {
    /** All that is read, first to last. */
    read,
    focused,
    /** Presses Tab until it is on what is asked for. */
    async tabTo(role: string, name: RegExp, most = 120): Promise<Heard> {
      for (let step = 0; step < most; step += 1) {
        const found = await focused();
        if (found.role === role && name.test(found.name)) return found;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not lead to a ${role} named ${name}`);
    },
  };
}

const heardOf = (node: Node, within: readonly string[]): Heard => ({
  role: wordsOf(node.role),
  name: wordsOf(node.name),
  description: wordsOf(node.description),
  within,
  checked: has(node, 'checked'),
});

async function nodesOf(session: CDPSession): Promise<readonly Node[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return z.array(Node).parse(nodes);
}
