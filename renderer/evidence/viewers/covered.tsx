import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate, type MessageKey } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import styles from './covered.module.css';

const words: Readonly<
  Record<'image' | 'media' | 'document', Readonly<Record<'plain' | 'graphic' | 'show', MessageKey>>>
> = {
  image: { plain: 'evidence.image.covered', graphic: 'evidence.image.graphic', show: 'evidence.image.show' },
  media: { plain: 'evidence.media.graphic', graphic: 'evidence.media.graphic', show: 'evidence.media.show' },
  document: { plain: 'evidence.pdf.graphic', graphic: 'evidence.pdf.graphic', show: 'evidence.pdf.show' },
};

/** What stands in the place of covered content. Nothing happens to it by pointing at it. */
export function Covered({ view, kind }: Readonly<{ view: EvidenceView; kind: keyof typeof words }>) {
  const t = useTranslate();
  return (
    <div className={styles['covered']}>
      <p>{t(words[kind][view.item.graphic ? 'graphic' : 'plain'])}</p>
      {view.url !== null && (
        <>
          <CommandButton command="evidence.reveal">{t(words[kind].show)}</CommandButton>
          <p className={styles['hint']}>{t('evidence.covered.hint')}</p>
        </>
      )}
    </div>
  );
}
