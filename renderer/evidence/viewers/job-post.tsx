import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { JobPost } from '../../../contract/evidence.ts';
import { choiceOf } from '../../stores/evidence-view.ts';
import type { Translate } from '../../strings/translate.ts';
import { useTranslate } from '../../strings/translate.ts';
import { htmlText } from '../../text/html-text.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { sectionRows } from '../model/rows.ts';
import type { FieldHighlights } from '../model/highlights.ts';
import { MarkedText } from '../text/marked-text.tsx';
import { useEvidenceViewStore } from '../use-evidence-view.ts';
import { DetectorSummary } from './detector-summary.tsx';
import { DocumentRows } from './document-rows.tsx';
import { Facts } from './facts.tsx';
import styles from './job-post.module.css';
import { TranslationChoice } from './translation-choice.tsx';
import { VersionNote } from './version-note.tsx';
import type { VersionPart } from './version-note.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

const noHighlights: FieldHighlights = new Map();

/** A job post as the customer saw it: its sections as text, with what the detectors fired on. */
export function JobPostViewer(props: PanelProps<JobPost>) {
  const { view, document, translation, translationLanguage, detections, highlights, panelId, tabId } = props;
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const store = useEvidenceViewStore();
  const choice = choiceOf.translated(view.item.id);
  const translated = useStore(store, ({ choices }) => choices.get(choice) ?? false);
  const other = translation?.kind === 'job-post' ? translation : null;
  const shown = translated && other !== null ? other : document;
  const rows = useMemo(
    () =>
      sectionRows(shown.sections, shown === document ? highlights : noHighlights, (section) =>
        t(`evidence.section.${section.name}`),
      ),
    [shown, document, highlights, t],
  );

  const side = (
    <>
      <DetectorSummary detections={detections} evidenceId={view.item.id} />
      <Facts
        title={t('evidence.facts')}
        rows={[
          {
            label: t('evidence.client'),
            value: <Field view={view} at="/client/label" text={document.client.label} />,
          },
          {
            label: t('evidence.posted'),
            value: document.postedAt === null ? '' : dateAndTime(document.postedAt, locale),
          },
          { label: t('evidence.pay'), value: document.pay },
          { label: t('evidence.employment'), value: document.employment },
          { label: t('evidence.location'), value: document.location },
          ...document.facts.map((fact, index) => ({
            key: `fact-${index}`,
            label: fact.label,
            value: <Field view={view} at={`/facts/${index}/value`} text={fact.value} />,
          })),
        ]}
      />
    </>
  );

  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={side}>
      {shown.title !== props.of.title && (
        <p className={styles['title']} dir="auto">
          <MarkedText text={shown.title} />
        </p>
      )}
      {other !== null && (
        <TranslationChoice
          from={view.item.language}
          to={translationLanguage}
          translated={translated}
          choose={(second) => store.getState().choose(choice, second)}
        />
      )}
      {rows.length === 0 ? (
        <p className={styles['empty']}>{t('evidence.post-empty')}</p>
      ) : (
        <DocumentRows view={view} rows={rows} />
      )}
      <VersionNote
        evidenceId={view.item.id}
        earlier={document.earlier}
        partsSince={(index) => partsSince(document, index, t)}
      />
    </ViewFrame>
  );
}

/** What is compared of two versions: title and sections, paired by their kind and place among that kind. */
function partsSince(document: JobPost, index: number, t: Translate): readonly VersionPart[] {
  const earlier = document.earlier[index];
  if (earlier === undefined) return [];
  const before = keyed(earlier.sections);
  const after = keyed(document.sections);
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  return [
    { heading: t('evidence.post-title'), before: earlier.title, after: document.title },
    ...keys.map((key) => {
      const section = after.get(key) ?? before.get(key);
      return {
        heading: section?.heading || (section === undefined ? key : t(`evidence.section.${section.name}`)),
        before: plain(before.get(key)),
        after: plain(after.get(key)),
      };
    }),
  ].filter((part) => part.before !== part.after);
}

type Section = JobPost['sections'][number];

function keyed(sections: readonly Section[]): ReadonlyMap<string, Section> {
  const counts = new Map<string, number>();
  return new Map(
    sections.map((section) => {
      const number = counts.get(section.name) ?? 0;
      counts.set(section.name, number + 1);
      return [`${section.name} ${number}`, section] as const;
    }),
  );
}

function plain(section: Section | undefined): string {
  if (section === undefined) return '';
  return section.format === 'html' ? htmlText(section.text).text : section.text;
}
