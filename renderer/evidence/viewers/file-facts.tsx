import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useEvidenceActions } from '../evidence-actions.ts';
import { byteSize, dateAndTime } from '../format.ts';
import { Facts } from './facts.tsx';

const clock = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** What is known of a file without opening it. */
export function FileFacts({ view, wide = false }: Readonly<{ view: EvidenceView; wide?: boolean }>) {
  const t = useTranslate();
  const { locale } = useEvidenceActions();
  const { item } = view;
  return (
    <Facts
      title={t('evidence.facts')}
      wide={wide}
      rows={[
        { label: t('evidence.file.name'), value: item.label },
        { label: t('evidence.file.type'), value: item.mediaType },
        { label: t('evidence.file.size'), value: byteSize(item.bytes, locale) },
        {
          label: t('evidence.file.pixels'),
          value: item.width === null || item.height === null ? '' : `${item.width} × ${item.height}`,
        },
        { label: t('evidence.file.pages'), value: item.pages === null ? '' : String(item.pages) },
        { label: t('evidence.file.duration'), value: item.durationMs === null ? '' : clock(item.durationMs) },
        { label: t('evidence.file.captured'), value: dateAndTime(item.capturedAt, locale) },
        { label: t('evidence.file.digest'), value: <code>{item.digest.slice(0, 16)}…</code> },
      ]}
    />
  );
}
