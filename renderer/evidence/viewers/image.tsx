import { useState } from 'react';
import { CommandButton } from '../../ui/button.tsx';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { FileFacts } from './file-facts.tsx';
import styles from './image.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** A picture, covered until it is asked for: nothing graphic is shown unasked. */
export function ImageViewer({ view, panelId, tabId }: PanelProps<null>) {
  const t = useTranslate();
  const shown = useFrom('evidenceView', ({ uncovered }) => uncovered.has(view.item.id));
  const [broken, setBroken] = useState(false);
  const name = view.item.label || t('evidence.kind.image');
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={<FileFacts view={view} />}>
      {shown && view.url !== null ? (
        <>
          <CommandButton command="evidence.cover" className={styles['cover'] ?? ''}>
            {t('evidence.image.cover')}
          </CommandButton>
          {broken ? (
            <p>{t('evidence.image.broken')}</p>
          ) : (
            <img
              className={styles['picture']}
              src={view.url}
              alt={name}
              // Evidence is of another origin, and two ports of one address do not count as one site.
              crossOrigin="anonymous"
              referrerPolicy="no-referrer"
              decoding="async"
              onError={() => setBroken(true)}
            />
          )}
        </>
      ) : (
        <div className={styles['covered']}>
          <p>{t(view.item.graphic ? 'evidence.image.graphic' : 'evidence.image.covered')}</p>
          {view.url !== null && (
            <CommandButton command="evidence.reveal">{t('evidence.image.show')}</CommandButton>
          )}
        </div>
      )}
    </ViewFrame>
  );
}
