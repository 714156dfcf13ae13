import { useTranslate } from '../../strings/translate.ts';
import styles from './translation-choice.module.css';

/** The original, or what it says in another language. Highlights are on the original. */
export function TranslationChoice({
  from,
  to,
  translated,
  choose,
}: Readonly<{
  from: string | null;
  to: string | null;
  translated: boolean;
  choose: (translated: boolean) => void;
}>) {
  const t = useTranslate();
  return (
    <div className={styles['choice']} role="group" aria-label={t('evidence.language')}>
      <button type="button" aria-pressed={!translated} onClick={() => choose(false)}>
        {t('evidence.original', { language: from ?? '–' })}
      </button>
      <button type="button" aria-pressed={translated} onClick={() => choose(true)}>
        {t('evidence.translation', { language: to ?? '–' })}
      </button>
    </div>
  );
}
