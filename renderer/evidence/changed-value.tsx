import { Instant } from '../../contract/primitives.ts';
import { dateAndTime } from './format.ts';
import { Untrusted } from './text/marked-text.tsx';
import { WordChanges } from './viewers/version-note.tsx';

const known = [
  'title',
  'summary',
  'due',
  'priority',
  'queue',
  'subject',
  'reports',
  'strikes',
  'standing',
] as const;

/** Fields of the case itself; anything else that changed has a stranger's name. */
export const isKnownField = (what: string): what is (typeof known)[number] =>
  known.some((each) => each === what);

/** Up to this length a value is shown whole, before and after; a longer one by its changed words. */
const shortValue = 40;

export function ChangedValue({ before, after }: Readonly<{ before: string; after: string }>) {
  const [was, is] = [inWords(before), inWords(after)];
  if (Math.max(was.length, is.length) > shortValue) return <WordChanges before={before} after={after} />;
  return (
    <>
      <del>
        <Untrusted text={was} />
      </del>{' '}
      → <Untrusted text={is === '' ? '–' : is} />
    </>
  );
}

/** Instants are said as times; anything else is as it is. */
const inWords = (value: string): string =>
  Instant.safeParse(value).success ? dateAndTime(value, navigator.language) : value;
