import type { Links } from '../../../contract/evidence.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { dateAndTime } from '../format.ts';
import { Field } from '../masked-field.tsx';
import { Untrusted } from '../text/marked-text.tsx';
import { RecordTable } from './record-table.tsx';
import { ViewFrame } from './view-frame.tsx';
import type { PanelProps } from './viewer.ts';

/** Accounts that share something, as two tables: what there is, and what ties it together. */
export function LinksViewer({ view, document, panelId, tabId }: PanelProps<Links>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const indexes = new Map(document.nodes.map((node, index) => [node.id, index]));
  const name = (id: string) => {
    const index = indexes.get(id) ?? -1;
    const node = document.nodes[index];
    return node === undefined ? (
      <Untrusted text={id} />
    ) : (
      <Field view={view} at={`/nodes/${index}/label`} text={node.label} />
    );
  };
  return (
    <ViewFrame id={panelId} labelledBy={tabId} side={null}>
      <RecordTable
        caption={t('evidence.links.ties')}
        rows={document.edges}
        empty={t('evidence.links.none')}
        columns={[
          { heading: t('evidence.links.from'), cell: ({ from }) => name(from) },
          { heading: t('evidence.links.shares'), cell: ({ label }) => <Untrusted text={label} /> },
          { heading: t('evidence.links.to'), cell: ({ to }) => name(to) },
          {
            heading: t('evidence.links.since'),
            cell: ({ since }) => (since === null ? '–' : dateAndTime(since, locale)),
          },
        ]}
      />
      <RecordTable
        caption={t('evidence.links.nodes')}
        rows={document.nodes}
        empty={t('evidence.links.none')}
        columns={[
          { heading: t('evidence.links.name'), cell: ({ id }) => name(id) },
          { heading: t('evidence.links.kind'), cell: ({ kind }) => t(`evidence.links.${kind}`) },
          { heading: t('evidence.links.state'), cell: ({ state }) => t(`evidence.links.${state}`) },
        ]}
      />
    </ViewFrame>
  );
}
