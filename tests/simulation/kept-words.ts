/** Where what a person typed is kept on their disk: in a draft, or in a decision. */
import type { WorkRead } from '../../electron/core/store/database.ts';
import * as decisions from '../../electron/core/store/work/decisions.ts';
import * as drafts from '../../electron/core/store/work/drafts.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';

export const draftedWords = (work: WorkRead, caseId: string): string | null =>
  drafts.find(work, caseId)?.content.rationale ?? null;

export const isDecided = (work: WorkRead, caseId: string, words: string): boolean =>
  outbox
    .forCase(work, caseId)
    .filter(({ type, state }) => type === 'decision' && state !== 'withdrawn')
    .some(({ id }) => decisions.find(work, id)?.draft.rationale === words);
