import { useMemo } from 'react';
import type { Profile } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field, isCovered } from '../masked-field.tsx';
import { fieldText } from '../model/highlights.ts';
import { textRows } from '../model/rows.ts';
import { MarkedText, Untrusted } from '../text/marked-text.tsx';
import { wordDiff } from '../../text/word-diff.ts';
import { DetectorSummary } from './detector-summary.tsx';
import { DocumentRows } from './document-rows.tsx';
import { Facts } from './facts.tsx';
import styles from './profile.module.css';
import table from './table.module.css';
import { VersionNote } from './version-note.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

type Claim = Profile['claims'][number];

/** What a person or company says of itself, beside what was verified. */
export function ProfileViewer(props: PanelProps<Profile>) {
  const { view, document, detections, highlights, panelId, tabId } = props;
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const rows = useMemo(() => {
    const headline = fieldText('/headline', document.headline, highlights);
    return [
      ...(document.headline === '' ? [] : [{ is: 'heading' as const, key: 'headline', source: headline }]),
      ...textRows(fieldText('/about', document.about, highlights)),
    ];
  }, [document, highlights]);
  return (
    <ViewFrame
      id={panelId}
      labelledBy={tabId}
      side={
        <>
          <DetectorSummary detections={detections} evidenceId={view.item.id} />
          <Facts
            title={t('evidence.facts')}
            rows={[
              {
                label: t('evidence.member-since'),
                value: document.memberSince === null ? '' : dateAndTime(document.memberSince, locale),
              },
              ...document.facts.map((fact, index) => ({
                key: `fact-${index}`,
                label: fact.label,
                value: <Field view={view} at={`/facts/${index}/value`} text={fact.value} />,
              })),
            ]}
          />
        </>
      }
    >
      <h2 className={styles['account']}>
        <Field view={view} at="/account/label" text={document.account.label} />
      </h2>
      <DocumentRows view={view} rows={rows} />
      {document.claims.length > 0 && (
        <table className={table['table']}>
          <caption>
            {t('evidence.claims')} <ClaimSummary claims={document.claims} />
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('evidence.claim.field')}</th>
              <th scope="col">{t('evidence.claim.claimed')}</th>
              <th scope="col">{t('evidence.claim.verified-value')}</th>
              <th scope="col">{t('evidence.claim.status')}</th>
            </tr>
          </thead>
          <tbody>
            {document.claims.map((claim, index) => (
              <ClaimRow key={`${index} ${claim.field}`} claim={claim} index={index} view={view} />
            ))}
          </tbody>
        </table>
      )}
      <VersionNote
        evidenceId={view.item.id}
        earlier={document.earlier}
        partsSince={(index) => {
          const earlier = document.earlier[index];
          if (earlier === undefined) return [];
          return [
            { heading: t('evidence.headline'), before: earlier.headline, after: document.headline },
            { heading: t('evidence.about'), before: earlier.about, after: document.about },
            {
              heading: t('evidence.claims'),
              before: claimLines(earlier.claims),
              after: claimLines(document.claims),
            },
          ].filter((part) => part.before !== part.after);
        }}
      />
    </ViewFrame>
  );
}

const claimLines = (claims: readonly Claim[]): string =>
  claims.map(({ field, claimed }) => `${field}: ${claimed}`).join('\n');

/** How many claims are what they say. */
function ClaimSummary({ claims }: Readonly<{ claims: readonly Claim[] }>) {
  const t = useTranslate();
  const count = (status: Claim['status']) => claims.filter((claim) => claim.status === status).length;
  return (
    <span className={styles['summary']}>
      {(['different', 'unverified', 'verified'] as const)
        .filter((status) => count(status) > 0)
        .map((status) => t(`evidence.claims.${status}`, { count: count(status) }))
        .join(' · ')}
    </span>
  );
}

/** Beside the word, so that a column of results is read at a glance. */
const claimMarks = { verified: '✓', different: '≠', unverified: '?' } as const;
const tones = { verified: 'success', different: 'danger', unverified: 'plain' } as const;

function ClaimRow({
  claim,
  index,
  view,
}: Readonly<{ claim: Claim; index: number; view: PanelProps['view'] }>) {
  const t = useTranslate();
  const [claimedAt, verifiedAt] = [`/claims/${index}/claimed`, `/claims/${index}/verified`];
  const covered = isCovered(view, claimedAt) || isCovered(view, verifiedAt);
  const differs = claim.status === 'different' && claim.verified !== null && !covered;
  return (
    <tr className={claim.status === 'different' ? styles['different'] : undefined}>
      <th scope="row">
        <Untrusted text={claim.field} />
      </th>
      <td>
        <Field view={view} at={claimedAt} text={claim.claimed} />
      </td>
      <td>
        {claim.verified === null ? (
          <span className={styles['none']}>–</span>
        ) : differs ? (
          <Differences claimed={claim.claimed} verified={claim.verified} />
        ) : (
          <Field view={view} at={verifiedAt} text={claim.verified} />
        )}
      </td>
      <td>
        <Chip tone={tones[claim.status]}>
          <span aria-hidden="true">{claimMarks[claim.status]}</span>
          {t(`evidence.claim.${claim.status}`)}
        </Chip>
      </td>
    </tr>
  );
}

/** What was verified, with the words that the claim has otherwise. */
function Differences({ claimed, verified }: Readonly<{ claimed: string; verified: string }>) {
  return (
    <bdi>
      {wordDiff(claimed, verified)
        .filter(({ is }) => is !== 'removed')
        .map((change, index) =>
          change.is === 'added' ? (
            <ins key={`${index} added`} className={styles['differs']}>
              <MarkedText text={change.text} />
            </ins>
          ) : (
            <MarkedText key={`${index} same`} text={change.text} />
          ),
        )}
    </bdi>
  );
}
