import type { ReactNode } from 'react';
import type { EvidenceView } from '../../contract/bridge.ts';
import { coveringField } from './model/covered.ts';
import { useTranslate } from '../strings/translate.ts';
import { useEvidenceActions } from './evidence-actions.ts';
import styles from './masked-field.module.css';
import { Untrusted } from './text/marked-text.tsx';

export const isCovered = (view: EvidenceView, field: string): boolean =>
  coveringField(view.masked, field) !== null;

/** A field of a document: covered where it is sensitive and was not revealed, otherwise what `children` show. */
export function Field({
  view,
  at,
  text,
  children,
}: Readonly<{ view: EvidenceView; at: string; text: string; children?: ReactNode }>) {
  const t = useTranslate();
  const actions = useEvidenceActions();
  const covering = coveringField(view.masked, at);
  if (covering === null) return children ?? <Untrusted text={text} />;
  return (
    <span className={styles['masked']}>
      <span aria-label={t('evidence.masked')} role="img">
        ••••••
      </span>
      <button
        type="button"
        className={styles['reveal']}
        onClick={() => actions.reveal(view.item.id, covering)}
      >
        {t('evidence.reveal')}
      </button>
    </span>
  );
}
