import { useTranslate } from '../../strings/translate.ts';
import { TwoWays } from './two-ways.tsx';

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
    <TwoWays
      label={t('evidence.language')}
      first={t('evidence.original', { language: from ?? '–' })}
      second={t('evidence.translation', { language: to ?? '–' })}
      isSecond={translated}
      choose={choose}
    />
  );
}
