import { useMemo, useState } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { sharedThings, type LinkGraph, type Shared, type SharedThing } from '../model/link-groups.ts';
import { Untrusted } from '../text/marked-text.tsx';
import { KindShape, NodeName } from './link-node.tsx';
import styles from './links.module.css';

type Shown = Readonly<{ graph: LinkGraph; view: EvidenceView; own: ReadonlySet<string> }>;

/** Laid out at once; more on request. */
const mostThings = 60;
const mostAccounts = 30;

/** What is shared, with the accounts that share it and their states; what most share first. */
export function LinkList({ graph, view, own }: Shown) {
  const t = useTranslate();
  const things = useMemo(() => sharedThings(graph), [graph]);
  const [shown, setShown] = useState(mostThings);
  const alone = [...graph.values()].filter(({ node, ties }) => node.kind === 'account' && ties.length === 0);
  const left = things.length - shown;
  return (
    <div className={styles['list']}>
      {things.slice(0, shown).map((group) => (
        <Thing key={group.thing?.node.id ?? ''} group={group} graph={graph} view={view} own={own} />
      ))}
      {left > 0 && (
        <button type="button" className={styles['more']} onClick={() => setShown(shown + mostThings)}>
          {t('evidence.show-more', { count: Math.min(mostThings, left), left })}
        </button>
      )}
      {alone.length > 0 && (
        <p className={styles['quiet']}>{t('evidence.links.alone', { count: alone.length })}</p>
      )}
    </div>
  );
}

function Thing({ group: { thing, accounts }, graph, view, own }: Shown & Readonly<{ group: SharedThing }>) {
  const t = useTranslate();
  const [shown, setShown] = useState(mostAccounts);
  const left = accounts.length - shown;
  return (
    <section className={styles['thing']}>
      <h2>
        {thing === null ? (
          t('evidence.links.direct')
        ) : (
          <>
            <KindShape kind={thing.node.kind} />
            <Field view={view} at={`/nodes/${thing.index}/label`} text={thing.node.label} />
            <span className={styles['quiet']}>
              {t(`evidence.links.${thing.node.kind}`)} ·{' '}
              {t('evidence.links.accounts', { count: accounts.length })}
            </span>
          </>
        )}
      </h2>
      <ul>
        {accounts.slice(0, shown).map((shared, index) => (
          <Sharer
            key={`${index} ${shared.account.node.id}`}
            shared={shared}
            isDirect={thing === null}
            graph={graph}
            view={view}
            own={own}
          />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className={styles['more']} onClick={() => setShown(shown + mostAccounts)}>
          {t('evidence.show-more', { count: Math.min(mostAccounts, left), left })}
        </button>
      )}
    </section>
  );
}

function Sharer({
  shared: { account, edge },
  isDirect,
  graph,
  view,
  own,
}: Shown & Readonly<{ shared: Shared; isDirect: boolean }>) {
  const { locale } = useEvidenceActions();
  const from = isDirect ? graph.get(edge.from) : account;
  const to = isDirect ? graph.get(edge.to) : undefined;
  return (
    <li>
      {from !== undefined && <NodeName of={from} view={view} isOwn={own.has(from.node.id)} />}
      <span className={styles['tie']}>
        <Untrusted text={edge.label} />
        {edge.since !== null && ` · ${dateAndTime(edge.since, locale)}`}
      </span>
      {to !== undefined && <NodeName of={to} view={view} isOwn={own.has(to.node.id)} />}
    </li>
  );
}
