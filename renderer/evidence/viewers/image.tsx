import { useState } from 'react';
import { CommandButton } from '../../ui/button.tsx';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useGraphicContent, useUncovered } from '../use-graphic-content.ts';
import { Covered } from './covered.tsx';
import { FileFacts } from './file-facts.tsx';
import styles from './image.module.css';
import { Facts } from './facts.tsx';
import { usePictureHead } from './use-picture-head.ts';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** Pixels of a picture that is shown, at most: four bytes each, and a machine has only so many. */
const MOST_PIXELS = 100_000_000;

/** A picture, covered until it is asked for: nothing graphic is shown unasked. */
export function ImageViewer({ view, panelId, tabId }: PanelProps<null>) {
  const t = useTranslate();
  const { zoom, turned, inverted } = useFrom('evidenceView', (state) => state);
  const shown = useUncovered(view);
  const { greyscale } = useGraphicContent();
  const filters = [...(greyscale ? ['grayscale(1)'] : []), ...(inverted ? ['invert(1)'] : [])];
  const [broken, setBroken] = useState(false);
  const name = view.item.label || t('evidence.kind.image');
  const head = usePictureHead(shown ? view.url : null);
  const size = head?.size;
  // What the producer said of it is believed only where it makes the picture larger.
  const isTooLarge = [size, view.item].some((one) => (one?.width ?? 0) * (one?.height ?? 0) > MOST_PIXELS);
  return (
    <ViewFrame
      id={panelId}
      labelledBy={tabId}
      side={
        <>
          <FileFacts view={view} />
          <Facts title={t('evidence.image.says')} rows={head?.words ?? []} />
        </>
      }
    >
      {shown && view.url !== null ? (
        <>
          <div className={styles['bar']}>
            <CommandButton command="evidence.cover">{t('evidence.image.cover')}</CommandButton>
            <span className={styles['gap']} />
            <CommandButton command="evidence.zoom-out" showKey={false}>
              −
            </CommandButton>
            <span className={styles['place']}>{Math.round(zoom * 100)} %</span>
            <CommandButton command="evidence.zoom-in" showKey={false}>
              +
            </CommandButton>
            <CommandButton command="evidence.zoom-fit">{t('evidence.image.fit')}</CommandButton>
            <CommandButton command="evidence.turn" showKey={false} />
            <CommandButton command="evidence.invert" showKey={false} />
            <CommandButton command="graphic.greyscale" showKey={false}>
              {t(greyscale ? 'evidence.graphic.colour' : 'evidence.graphic.grey')}
            </CommandButton>
          </div>
          {size === undefined && !isTooLarge ? null : broken || isTooLarge ? (
            <p>{t(isTooLarge ? 'evidence.image.too-large' : 'evidence.image.broken')}</p>
          ) : (
            <div className={styles['room']} data-turned={turned % 180 === 90}>
              <img
                className={styles['picture']}
                style={{
                  ...(zoom === 1 ? {} : { width: `${zoom * 100}%`, maxWidth: 'none', maxHeight: 'none' }),
                  rotate: `${turned}deg`,
                  ...(filters.length > 0 ? { filter: filters.join(' ') } : {}),
                }}
                src={view.url}
                alt={name}
                // Evidence is of another origin, and two ports of one address do not count as one site.
                crossOrigin="anonymous"
                referrerPolicy="no-referrer"
                decoding="async"
                onError={() => setBroken(true)}
              />
            </div>
          )}
        </>
      ) : (
        <Covered view={view} kind="image" />
      )}
    </ViewFrame>
  );
}
