import { useEffect, useState } from 'react';
import type { LinkGraph, Point } from '../model/link-groups.ts';
import { createLinkLayout } from '../model/link-layout.ts';

/** Milliseconds of one step: short enough that a key is not felt to wait. */
const stepMs = 8;

/** Where the nodes are; null while that is worked out, in short steps between which the window stays awake. */
export function useLinkLayout(graph: LinkGraph): ReadonlyMap<string, Point> | null {
  const [laid, setLaid] = useState<Readonly<{ graph: LinkGraph; points: ReadonlyMap<string, Point> }> | null>(
    null,
  );
  useEffect(() => {
    const layout = createLinkLayout(graph);
    let timer: ReturnType<typeof setTimeout>;
    const step = () => {
      if (layout.advance(stepMs)) timer = setTimeout(step);
      else setLaid({ graph, points: layout.points() });
    };
    timer = setTimeout(step);
    return () => clearTimeout(timer);
  }, [graph]);
  return laid?.graph === graph ? laid.points : null;
}
