/** Drafts: decisions in the making. They never leave the device (R6). */
import { DraftContent } from '../../../../contract/draft.ts';
import type { WorkRead, WorkWrite } from '../database.ts';

export type StoredDraft = Readonly<{
  caseId: string;
  revision: number;
  content: DraftContent;
  caseVersion: number | null;
  epoch: number | null;
  title: string;
  reference: string;
  savedAt: string;
}>;

type DraftRow = Omit<StoredDraft, 'content'> & { readonly content: string };

const columns = `case_id as caseId, revision, content, case_version as caseVersion, epoch, title, reference,
  saved_at as savedAt`;
const draftOf = (row: DraftRow): StoredDraft => ({
  ...row,
  content: DraftContent.parse(JSON.parse(row.content)),
});

export interface NewDraft {
  readonly caseId: string;
  readonly content: DraftContent;
  readonly caseVersion: number | null;
  readonly epoch: number | null;
  readonly title: string;
  readonly reference: string;
  readonly savedAt: string;
}

export function find(db: WorkRead, caseId: string): StoredDraft | undefined {
  const row = db.one<DraftRow>(`select ${columns} from draft where case_id = ?`, caseId);
  return row === undefined ? undefined : draftOf(row);
}

/**
 * Saves what follows revision `follows` (0: nothing saved yet) and returns the new revision; null when another
 * window has saved since (D10).
 */
export function save(tx: WorkWrite, draft: NewDraft, follows: number): number | null {
  const stored = tx.value<number>('select revision from draft where case_id = ?', draft.caseId) ?? 0;
  if (stored !== follows) return null;
  put(tx, draft, stored + 1);
  return stored + 1;
}

/** Brings a draft back, over whatever is there: after an undo, or when a decision was refused (D3, D12). */
export function restore(tx: WorkWrite, draft: NewDraft): number {
  const revision = (tx.value<number>('select revision from draft where case_id = ?', draft.caseId) ?? 0) + 1;
  put(tx, draft, revision);
  return revision;
}

function put(tx: WorkWrite, draft: NewDraft, revision: number): void {
  tx.run(
    `insert into draft (case_id, revision, content, case_version, epoch, title, reference, saved_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (case_id) do update set revision = excluded.revision, content = excluded.content,
       case_version = excluded.case_version, epoch = excluded.epoch, title = excluded.title,
       reference = excluded.reference, saved_at = excluded.saved_at`,
    draft.caseId,
    revision,
    JSON.stringify(draft.content),
    draft.caseVersion,
    draft.epoch,
    draft.title,
    draft.reference,
    draft.savedAt,
  );
}

export function discard(tx: WorkWrite, caseId: string): boolean {
  return tx.run('delete from draft where case_id = ?', caseId) === 1;
}

/** Newest first. */
export function list(db: WorkRead): StoredDraft[] {
  return db.all<DraftRow>(`select ${columns} from draft order by saved_at desc`).map(draftOf);
}

export function caseIds(db: WorkRead): Set<string> {
  return new Set(db.values<string>('select case_id from draft'));
}

/** Whether there is a draft on the case. */
export const isOn = (db: WorkRead, caseId: string): boolean =>
  db.value('select 1 from draft where case_id = ?', caseId) === 1;

export function count(db: WorkRead): number {
  return db.value<number>('select count(*) from draft') ?? 0;
}
