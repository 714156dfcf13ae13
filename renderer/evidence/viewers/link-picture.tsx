import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { isCovered } from '../masked-field.tsx';
import type { LinkedNode, LinkGraph, Point } from '../model/link-groups.ts';
import { isArrow, neighbourTowards } from '../model/link-groups.ts';
import { Untrusted } from '../text/marked-text.tsx';
import { plainWords } from '../text/plain-words.ts';
import { KindShape, NodeName, outlines } from './link-node.tsx';
import styles from './links.module.css';
import { useLinkLayout } from './use-link-layout.ts';
import { usePanZoom } from './use-pan-zoom.ts';

type Shown = Readonly<{ graph: LinkGraph; view: EvidenceView; own: ReadonlySet<string> }>;

/** The same as the list, as a picture: one node is reached by Tab, its neighbours by the arrow keys. */
export function LinkPicture(props: Shown) {
  const t = useTranslate();
  const points = useLinkLayout(props.graph);
  if (points === null) return <p className={styles['quiet']}>{t('evidence.links.laying-out')}</p>;
  return <Picture {...props} points={points} />;
}

function Picture({ graph, view, own, points }: Shown & Readonly<{ points: ReadonlyMap<string, Point> }>) {
  const t = useTranslate();
  const { announce } = useEvidenceActions();
  const svg = useRef<SVGSVGElement>(null);
  const { viewBox, onPointerMove, show, zoomIn, zoomOut, fit } = usePanZoom(points, svg);
  const [reachable, setReachable] = useState(
    () => [...graph.keys()].find((id) => own.has(id)) ?? graph.keys().next().value ?? '',
  );
  const [chosen, setChosen] = useState(reachable);
  const near = new Set(graph.get(chosen)?.ties.map(({ other }) => other));
  const shown = graph.get(chosen);

  const reach = (id: string) => {
    setReachable(id);
    const point = points.get(id);
    if (point !== undefined) show(point);
    svg.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    if (isArrow(event.key)) {
      event.preventDefault();
      const next = neighbourTowards(graph, points, reachable, event.key);
      if (next === null) announce(t('evidence.links.none-there'));
      else reach(next);
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      setChosen(reachable);
    }
  };

  return (
    <div className={styles['picture']}>
      <div className={styles['canvas']}>
        <svg
          ref={svg}
          viewBox={viewBox}
          role="group"
          aria-label={t('evidence.links.picture-label')}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
        >
          {[...graph.values()].flatMap(({ node, ties }) =>
            ties
              .filter(({ edge }) => edge.from === node.id)
              .map(({ other }, index) => {
                const [from, to] = [points.get(node.id), points.get(other)];
                const isNear = node.id === chosen || other === chosen;
                return (
                  <line
                    key={`${index} ${node.id} ${other}`}
                    className={styles[isNear ? 'near' : 'line']}
                    x1={from?.x}
                    y1={from?.y}
                    x2={to?.x}
                    y2={to?.y}
                  />
                );
              }),
          )}
          {[...graph.values()].map((linked) => (
            <Node
              key={linked.node.id}
              linked={linked}
              at={points.get(linked.node.id) ?? { x: 0, y: 0 }}
              view={view}
              isOwn={own.has(linked.node.id)}
              isChosen={linked.node.id === chosen}
              isFar={chosen !== linked.node.id && !near.has(linked.node.id)}
              isReachable={linked.node.id === reachable}
              choose={() => {
                setReachable(linked.node.id);
                setChosen(linked.node.id);
              }}
            />
          ))}
        </svg>
        <div className={styles['zoom']}>
          <button type="button" aria-label={t('evidence.zoom-in')} onClick={zoomIn}>
            +
          </button>
          <button type="button" aria-label={t('evidence.zoom-out')} onClick={zoomOut}>
            −
          </button>
          <button type="button" onClick={fit}>
            {t('evidence.zoom-fit')}
          </button>
        </div>
      </div>
      {shown !== undefined && <NodeFacts of={shown} graph={graph} view={view} own={own} choose={setChosen} />}
    </div>
  );
}

const longestLabel = 18;

function Node({
  linked: { node, index, ties },
  at,
  view,
  isOwn,
  isChosen,
  isFar,
  isReachable,
  choose,
}: Readonly<{
  linked: LinkedNode;
  at: Point;
  view: EvidenceView;
  isOwn: boolean;
  isChosen: boolean;
  isFar: boolean;
  isReachable: boolean;
  choose: () => void;
}>) {
  const t = useTranslate();
  const label = isCovered(view, `/nodes/${index}/label`) ? t('evidence.masked') : plainWords(node.label);
  const state =
    node.kind === 'account' && node.state !== 'unknown' ? t(`evidence.links.${node.state}`) : null;
  const under = [isOwn ? t('evidence.links.own') : null, state].filter((word) => word !== null).join(' · ');
  const classes = [
    styles['node'],
    isOwn ? styles['own'] : '',
    isChosen ? styles['chosen'] : '',
    isFar ? styles['far'] : '',
    state === null ? '' : (styles[`state-${node.state}`] ?? ''),
  ];
  return (
    <g
      className={classes.join(' ')}
      transform={`translate(${at.x} ${at.y})`}
      data-node={node.id}
      role="button"
      tabIndex={isReachable ? 0 : -1}
      aria-pressed={isChosen}
      onClick={choose}
    >
      <desc>
        {[
          t(`evidence.links.${node.kind}`),
          ...(label.length > longestLabel ? [label] : []),
          t('evidence.links.ties-of', { count: ties.length }),
        ].join(', ')}
      </desc>
      {isOwn && <circle className={styles['halo']} r="19" />}
      <path className={styles['outline']} d={outlines[node.kind]} />
      <text className={styles['letter']} y="5" aria-hidden="true">
        {t(`evidence.links.letter.${node.kind}`)}
      </text>
      <text className={styles['label']} y="31">
        {label.length > longestLabel ? `${label.slice(0, longestLabel - 1).toWellFormed()}…` : label}
      </text>{' '}
      {under !== '' && (
        <text className={styles['under']} y="45">
          {under}
        </text>
      )}
    </g>
  );
}

function NodeFacts({
  of,
  graph,
  view,
  own,
  choose,
}: Shown & Readonly<{ of: LinkedNode; choose: (id: string) => void }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  return (
    <section className={styles['node-facts']} aria-live="polite">
      <h2>
        <KindShape kind={of.node.kind} />
        <NodeName of={of} view={view} isOwn={own.has(of.node.id)} />
      </h2>
      <ul>
        {of.ties.map(({ other, edge }, index) => {
          const linked = graph.get(other);
          if (linked === undefined) return null;
          return (
            <li key={`${index} ${other}`}>
              <button type="button" className={styles['go']} onClick={() => choose(other)}>
                <KindShape kind={linked.node.kind} />
                <span className="visually-hidden">{t(`evidence.links.${linked.node.kind}`)}</span>
              </button>
              <NodeName of={linked} view={view} isOwn={own.has(other)} />
              <span className={styles['tie']}>
                <Untrusted text={edge.label} />
                {edge.since !== null && ` · ${dateAndTime(edge.since, locale)}`}
              </span>
            </li>
          );
        })}
        {of.ties.length === 0 && <li className={styles['quiet']}>{t('evidence.links.tied-to-none')}</li>}
      </ul>
    </section>
  );
}
