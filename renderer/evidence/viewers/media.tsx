import { useRef, useState } from 'react';
import { useTranslate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { useGraphicContent, useUncovered } from '../use-graphic-content.ts';
import { Covered } from './covered.tsx';
import { FileFacts } from './file-facts.tsx';
import styles from './media.module.css';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

const speeds = [0.5, 1, 1.5, 2] as const;
/** One picture of a film at 25 a second; films do not say how many they have. */
const STEP_SECONDS = 0.04;

/** A film or a sound: still until it is asked for, without sound at first unless the person chose otherwise. */
export function MediaViewer({ view, panelId, tabId }: PanelProps<null>) {
  const t = useTranslate();
  const player = useRef<HTMLMediaElement>(null);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  const shown = useUncovered(view);
  const { greyscale, mute } = useGraphicContent();
  const isFilm = view.item.mediaType.startsWith('video/');
  const label = view.item.label || t('evidence.kind.media');

  const setRate = (rate: number): void => {
    setSpeed(rate);
    if (player.current) player.current.playbackRate = rate;
  };
  const step = (by: number): void => {
    const { current } = player;
    if (current === null) return;
    current.pause();
    current.currentTime = Math.max(0, current.currentTime + by * STEP_SECONDS);
  };
  const common = {
    className: styles['player'] ?? '',
    src: view.url ?? '',
    controls: true,
    muted: mute,
    preload: 'metadata',
    crossOrigin: 'anonymous',
    'aria-label': label,
    onError: () => setBroken(true),
    controlsList: 'nodownload noremoteplayback noplaybackrate',
  } as const;

  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={<FileFacts view={view} />}>
      {view.url === null || broken ? (
        <p>{t('evidence.media.broken')}</p>
      ) : !shown ? (
        <Covered view={view} kind="media" />
      ) : (
        <>
          {isFilm ? (
            // oxlint-disable-next-line jsx-a11y/media-has-caption -- evidence comes without; its transcript is an item of its own
            <video
              {...common}
              ref={(element) => void (player.current = element)}
              disablePictureInPicture
              disableRemotePlayback
              playsInline
              style={greyscale ? { filter: 'grayscale(1)' } : {}}
            />
          ) : (
            // oxlint-disable-next-line jsx-a11y/media-has-caption -- as above
            <audio {...common} ref={(element) => void (player.current = element)} />
          )}
          <div className={styles['bar']} role="group" aria-label={t('evidence.media.speed')}>
            {speeds.map((rate) => (
              <Button key={rate} aria-pressed={rate === speed} onClick={() => setRate(rate)}>
                {rate} ×
              </Button>
            ))}
            {isFilm && (
              <>
                <span className={styles['gap']} />
                <Button onClick={() => step(-1)}>{t('evidence.media.step-back')}</Button>
                <Button onClick={() => step(1)}>{t('evidence.media.step')}</Button>
              </>
            )}
          </div>
          {mute && <p className={styles['note']}>{t('evidence.media.muted')}</p>}
        </>
      )}
    </ViewFrame>
  );
}
