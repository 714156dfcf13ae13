import { useState } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { FileFacts } from './file-facts.tsx';
import styles from './image.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** A picture, covered until it is asked for: nothing graphic is shown unasked. */
export function ImageViewer({ view, panelId, tabId }: PanelProps<null>) {
  const t = useTranslate();
  const { reveal } = useEvidenceActions();
  const [shown, setShown] = useState(false);
  const [broken, setBroken] = useState(false);
  const name = view.item.label || t('evidence.kind.image');
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={<FileFacts view={view} />}>
      {shown && view.url !== null ? (
        <>
          <button type="button" className={styles['cover']} onClick={() => setShown(false)}>
            {t('evidence.image.cover')}
          </button>
          {broken ? (
            <p>{t('evidence.image.broken')}</p>
          ) : (
            <img
              className={styles['picture']}
              src={view.url}
              alt={name}
              referrerPolicy="no-referrer"
              decoding="async"
              onError={() => setBroken(true)}
            />
          )}
        </>
      ) : (
        <div className={styles['covered']}>
          <p>{t(view.item.graphic ? 'evidence.image.graphic' : 'evidence.image.covered')}</p>
          <button
            type="button"
            className={styles['cover']}
            disabled={view.url === null}
            onClick={() => {
              setShown(true);
              if (view.item.graphic) reveal(view.item.id, null);
            }}
          >
            {t('evidence.image.show')}
          </button>
        </div>
      )}
    </ViewFrame>
  );
}
