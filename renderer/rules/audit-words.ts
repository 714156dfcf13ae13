import type { AuditLine } from '../../contract/audit.ts';
import { en } from '../strings/en.ts';
import type { MessageKey, Translate } from '../strings/translate.ts';

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);
const SHORT_ID = 8;
/** Sent so much later than it was done, it was done without contact. */
const LATER_MS = 60_000;

/** What happened, in a sentence; the kind itself where there is none for it. */
export function auditWords(line: AuditLine, t: Translate): string {
  const { kind, details } = line;
  const unknown = t('audit.no-longer-known');
  const values = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, String(value ?? '–')]),
  );
  const more =
    kind === 'case.viewed' && typeof details['evidenceId'] === 'string'
      ? '.item'
      : kind === 'evidence.revealed' && typeof details['field'] === 'string'
        ? '.field'
        : kind === 'evidence.taken-out'
          ? `.${details['how']}`
          : '';
  const key = `audit.kind.${kind}${more}`;
  if (!isKey(key)) return kind;
  return t(key, {
    ...values,
    about: line.about ?? unknown,
    aboutDevice: line.aboutDevice ?? unknown,
    evidence: String(details['evidenceId'] ?? '').slice(0, SHORT_ID),
  });
}

/** When it was done, where it was sent a while later; the device's clock. */
export function doneBefore({ at, details }: AuditLine): string | null {
  const { madeAt } = details;
  if (typeof madeAt !== 'string') return null;
  return Date.parse(at) - Date.parse(madeAt) > LATER_MS ? madeAt : null;
}
