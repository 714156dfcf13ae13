import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PointerEvent, RefObject } from 'react';
import type { Point } from '../model/link-groups.ts';

export type Box = Readonly<{ x: number; y: number; width: number; height: number }>;

const room = 70;
const zoomStep = 1.3;
const closest = 0.15;
const furthest = 3;

/** The part of a picture that is shown: all of it at first, then what is moved and zoomed to. */
export function usePanZoom(points: ReadonlyMap<string, Point>, svg: RefObject<SVGSVGElement | null>) {
  const whole = useMemo(() => boxAround(points), [points]);
  const [box, setBox] = useState(whole);
  useEffect(() => setBox(whole), [whole]);

  const zoom = useCallback(
    (factor: number, at?: Point) =>
      setBox((now) => {
        const scale = Math.min(furthest, Math.max(closest, (now.width * factor) / whole.width));
        const by = (scale * whole.width) / now.width;
        const middle = at ?? { x: now.x + now.width / 2, y: now.y + now.height / 2 };
        return {
          x: middle.x - (middle.x - now.x) * by,
          y: middle.y - (middle.y - now.y) * by,
          width: now.width * by,
          height: now.height * by,
        };
      }),
    [whole],
  );

  // React listens to wheels passively, and this one must not scroll the evidence as well. Ctrl is also a pinch.
  useEffect(() => {
    const element = svg.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? zoomStep : 1 / zoomStep, placeOf(event, element));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [svg, zoom]);

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const scale = event.currentTarget.getScreenCTM()?.a ?? 0;
    if (event.buttons !== 1 || scale === 0) return;
    const { movementX, movementY } = event;
    setBox((now) => ({ ...now, x: now.x - movementX / scale, y: now.y - movementY / scale }));
  };

  /** Moves no further than is needed to show a place. */
  const show = ({ x, y }: Point) =>
    setBox((now) => {
      const edge = Math.min(room, now.width / 4);
      const into = (value: number, start: number, length: number) =>
        Math.min(Math.max(start, value + edge - length), value - edge);
      return { ...now, x: into(x, now.x, now.width), y: into(y, now.y, now.height) };
    });

  return {
    viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
    onPointerMove,
    show,
    zoomIn: () => zoom(1 / zoomStep),
    zoomOut: () => zoom(zoomStep),
    fit: () => setBox(whole),
  };
}

function placeOf(event: WheelEvent, svg: SVGSVGElement): Point | undefined {
  const matrix = svg.getScreenCTM();
  return matrix === null
    ? undefined
    : new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
}

/** A little around all, and never so close that few nodes look like giants. */
function boxAround(points: ReadonlyMap<string, Point>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points.values()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (points.size === 0) return { x: -200, y: -120, width: 400, height: 240 };
  const width = Math.max(480, right - left + room * 2);
  const height = Math.max(280, bottom - top + room * 1.7);
  // Words stand under a node, so there is more room below.
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2 + room * 0.2, width, height };
}
