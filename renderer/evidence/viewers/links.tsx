import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Case } from '../../../contract/case.ts';
import type { Links } from '../../../contract/evidence.ts';
import { choiceOf } from '../../stores/evidence-view.ts';
import { useTranslate } from '../../strings/translate.ts';
import { linkGraph } from '../model/link-groups.ts';
import { mostDrawn } from '../model/link-layout.ts';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { LinkList } from './link-list.tsx';
import { LinkPicture } from './link-picture.tsx';
import styles from './links.module.css';
import { TwoWays } from './two-ways.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** Who shares what with whom: by what is shared, or as a picture. */
export function LinksViewer({ of, view, document, panelId, tabId }: PanelProps<Links>) {
  const t = useTranslate();
  const store = useEvidenceViewStore();
  const chosen = useStore(store, ({ choices }) => choices.get(choiceOf.picture) ?? false);
  const graph = useMemo(() => linkGraph(document), [document]);
  const own = useMemo(() => ownAccounts(of), [of]);
  const tooMany = graph.size > mostDrawn;
  const accounts = [...graph.values()].filter(({ node }) => node.kind === 'account').length;
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <div className={styles['head']}>
        <TwoWays
          label={t('evidence.links.view')}
          first={t('evidence.links.list')}
          second={t('evidence.links.picture')}
          isSecond={chosen && !tooMany}
          choose={(second) => store.getState().choose(choiceOf.picture, second)}
        />
        <span className={styles['quiet']}>
          {t('evidence.links.summary', { accounts, things: graph.size - accounts })}
        </span>
      </div>
      {tooMany && <p className={styles['quiet']}>{t('evidence.links.too-many', { most: mostDrawn })}</p>}
      {graph.size === 0 ? (
        <p className={styles['quiet']}>{t('evidence.links.none')}</p>
      ) : chosen && !tooMany ? (
        <LinkPicture graph={graph} view={view} own={own} />
      ) : (
        <LinkList graph={graph} view={view} own={own} />
      )}
    </ViewFrame>
  );
}

/** The ids of what the case is about, so that it is found again among the others. */
function ownAccounts({ subject, related }: Case): ReadonlySet<string> {
  return new Set([subject.id, ...related.map((relation) => relation.subject.id)]);
}
