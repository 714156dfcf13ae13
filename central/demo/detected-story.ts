/** A composed case with what the detector finds in its words. */
import { JobPost, Messages } from '../../contract/evidence.ts';
import type { IncomingCase } from '../../contract/import.ts';
import { detect } from '../detector/detect.ts';
import type { TextField } from '../detector/detect.ts';
import { detectionEvidence, detectionSummary } from '../intake/detection-evidence.ts';
import type { Story } from './stories.ts';

/** A detection leads with what fired; a report keeps its own line and gains the detection as evidence. */
export function detected({ told, ...story }: Story, now: number): IncomingCase {
  const fields = story.evidence.flatMap(textFields);
  if (fields.length === 0) return story;
  const kind = story.subject.type === 'message-thread' ? 'message' : 'job-post';
  const result = detect(kind, fields, told);
  if (result.signals.length === 0) return story;
  const at = story.createdAt ?? new Date(now).toISOString();
  return {
    ...story,
    summary: story.summary || detectionSummary(result),
    riskScore: Math.max(result.score, story.source === 'detection' ? 0 : (story.riskScore ?? 0)),
    policyArea: story.policyArea ?? result.signals[0]?.area ?? null,
    evidence: [...story.evidence.slice(0, 1), detectionEvidence(result, at), ...story.evidence.slice(1)],
  };
}

function textFields(item: IncomingCase['evidence'][number]): TextField[] {
  if (!('document' in item)) return [];
  const post = JobPost.safeParse(item.document);
  if (post.success) {
    return [
      { item: item.key, field: '/title', text: post.data.title },
      ...post.data.sections.map(({ text }, index) => ({
        item: item.key,
        field: `/sections/${index}/text`,
        text,
      })),
    ];
  }
  const thread = Messages.safeParse(item.document);
  if (!thread.success) return [];
  return thread.data.messages.flatMap(({ text, flagged }, index) =>
    flagged ? [{ item: item.key, field: `/messages/${index}/text`, text }] : [],
  );
}
