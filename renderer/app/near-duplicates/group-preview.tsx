import { useMemo } from 'react';
import type { NearDuplicate } from '../../../contract/batch.ts';
import styles from './near-duplicates-dialog.module.css';
import { saidIn } from './said-in.ts';
import { MarkedText, Untrusted } from '../../evidence/text/marked-text.tsx';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { wordDiff } from '../../text/word-diff.ts';

/** The text of the case that is looked at, with the places where it differs from the case on screen. */
export function GroupPreview() {
  const t = useTranslate();
  const lead = useFrom('nearDuplicates', ({ members }) => members[0]);
  const member = useFrom('nearDuplicates', ({ members, at }) => members[at]);
  if (lead === undefined || member === undefined) return <div className={styles['preview']} />;
  return (
    <section
      key={member.caseId}
      className={styles['preview']}
      aria-label={t('group.preview', { reference: member.reference })}
      tabIndex={0}
    >
      <h3>
        <Untrusted text={member.title} />
      </h3>
      <p className={styles['about']}>
        {member.reference}
        {member.owner !== '' && (
          <>
            {' · '}
            <Untrusted text={member.owner} />
          </>
        )}
      </p>
      {member.why !== '' && <p className={styles['cannot']}>{t('group.cannot', { why: member.why })}</p>}
      <Text member={member} lead={lead} />
    </section>
  );
}

function Text({ member, lead }: Readonly<{ member: NearDuplicate; lead: NearDuplicate }>) {
  const t = useTranslate();
  const isLead = member.caseId === lead.caseId;
  const after = saidIn(member);
  const before = isLead ? after : saidIn(lead);
  const changes = useMemo(
    () => (before === null || after === null ? [] : wordDiff(before, after)),
    [before, after],
  );
  const same = changes.every(({ is }) => is === 'same');
  if (after === null) return <p className={styles['about']}>{t('group.no-text.long')}</p>;
  return (
    <>
      <p className={styles['about']}>
        {isLead
          ? t('group.preview.lead')
          : before !== null && (same ? t('group.preview.same') : t('group.preview.differences'))}
      </p>
      <p className={styles['text']} dir="auto">
        {before === null ? (
          <MarkedText text={after} />
        ) : (
          changes.map(({ is, text }, index) => {
            const key = `${index} ${is}`;
            if (is === 'same') return <MarkedText key={key} text={text} />;
            const Tag = is === 'removed' ? 'del' : 'ins';
            return (
              <Tag key={key}>
                <MarkedText text={text} />
              </Tag>
            );
          })
        )}
      </p>
      {member.goesOn && <p className={styles['about']}>{t('group.goes-on')}</p>}
    </>
  );
}
