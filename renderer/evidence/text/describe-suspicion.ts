import type { Suspicion } from '../../text/suspicious.ts';
import { codePoints } from '../../text/suspicious.ts';
import type { Translate } from '../../strings/translate.ts';

const bidiNames: Readonly<Record<string, string>> = {
  '\u061C': 'ALM',
  '\u200E': 'LRM',
  '\u200F': 'RLM',
  '\u202A': 'LRE',
  '\u202B': 'RLE',
  '\u202C': 'PDF',
  '\u202D': 'LRO',
  '\u202E': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
};

/** What stands in the place of something that cannot be seen; null where the letters themselves are shown. */
export function standIn(suspicion: Suspicion, text: string): string | null {
  switch (suspicion.kind) {
    case 'bidi-control':
      return Array.from(text, (char) => bidiNames[char] ?? 'BIDI').join(' ');
    case 'invisible':
    case 'control':
      return codePoints(text, 1);
    case 'combining-stack':
      return `+${text.length}`;
    case 'look-alike':
    case 'styled-letter':
      return null;
  }
}

/** The name of a mark, as a screen reader says it and the pointer shows it. */
export function describeSuspicion(suspicion: Suspicion, text: string, t: Translate): string {
  const codes = codePoints(text);
  switch (suspicion.kind) {
    case 'bidi-control':
      return t('evidence.mark.bidi', { codes });
    case 'invisible':
      return t('evidence.mark.invisible', { count: Array.from(text).length, codes });
    case 'control':
      return t('evidence.mark.control', { codes });
    case 'combining-stack':
      return t('evidence.mark.stack', { count: text.length });
    case 'look-alike':
      return suspicion.reads === ''
        ? t('evidence.mark.strange-letter', { letter: text, codes })
        : t('evidence.mark.look-alike', { letter: text, reads: suspicion.reads, codes });
    case 'styled-letter':
      return t('evidence.mark.styled', { reads: suspicion.reads, codes });
  }
}
