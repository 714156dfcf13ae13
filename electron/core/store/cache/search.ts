/** The full-text index, filled in the background: inside a pull it would double the pull. */
import type { Case } from '../../../../contract/case.ts';
import { evidenceDocumentMediaType } from '../../../../contract/evidence.ts';
import type { CacheRead, CacheWrite } from '../database.ts';
import * as evidence from './evidence.ts';

/** Of one case, at most this many UTF-16 code units of documents are indexed. */
const documentLimit = 200_000;

/** Indexes up to `limit` cases that are new or have changed; returns how many. */
export function indexSome(tx: CacheWrite, limit: number): number {
  const rows = tx.all<{ id: number; body: string }>(
    'select id, body from case_row where indexed = 0 order by id limit ?',
    limit,
  );
  for (const row of rows) {
    const value = JSON.parse(row.body) as Case;
    tx.run('delete from search where rowid = ?', row.id);
    tx.run(
      'insert into search (rowid, title, summary, subject, people, ids, documents) values (?, ?, ?, ?, ?, ?, ?)',
      row.id,
      value.title,
      value.summary,
      value.subject.label,
      value.related.map(({ subject }) => subject.label).join('\n'),
      [value.reference, value.id, value.subject.id, ...value.related.map(({ subject }) => subject.id)].join(
        '\n',
      ),
      documentsOf(tx, value),
    );
    tx.run('update case_row set indexed = 1 where id = ?', row.id);
  }
  return rows.length;
}

export function countUnindexed(db: CacheRead): number {
  return db.value<number>('select count(*) from case_row where indexed = 0') ?? 0;
}

/** Ids of cases that hold all words of `text`, the last one as a beginning; best first, at most `limit`. */
export function find(db: CacheRead, text: string, limit: number): string[] {
  const query = matchOf(text);
  if (query === null) return [];
  return db.values<string>(
    `select case_id from search join case_row on case_row.id = search.rowid
     where search match ? order by bm25(search, 8, 4, 4, 4, 10, 1) limit ?`,
    query,
    limit,
  );
}

/** Words as quoted strings, so that nothing typed is an operator; null when there is no word. */
export function matchOf(text: string): string | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return null;
  return words
    .slice(0, 12)
    .map((word, index) => (index === words.length - 1 ? `"${word}"*` : `"${word}"`))
    .join(' ');
}

function documentsOf(db: CacheRead, value: Case): string {
  if (value.cachePolicy !== 'offline') return '';
  let text = '';
  for (const item of value.evidence) {
    if (text.length >= documentLimit) break;
    if (item.mediaType !== evidenceDocumentMediaType) continue;
    const bytes = evidence.readReady(db, item.digest);
    if (bytes === undefined) continue;
    text += wordsOf(bytes, new Set(item.sensitiveFields), documentLimit - text.length);
  }
  return text;
}

/** All strings of a document except the sensitive ones, which are never indexed. */
function wordsOf(bytes: Uint8Array, sensitive: ReadonlySet<string>, limit: number): string {
  let text = '';
  const visit = (value: unknown, pointer: string): void => {
    if (text.length >= limit || sensitive.has(pointer)) return;
    if (typeof value === 'string') text += `${value.slice(0, limit - text.length)}\n`;
    else if (Array.isArray(value)) value.forEach((entry, index) => visit(entry, `${pointer}/${index}`));
    else if (typeof value === 'object' && value !== null) {
      for (const [name, entry] of Object.entries(value)) {
        visit(entry, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }
    }
  };
  visit(JSON.parse(Buffer.from(bytes).toString('utf8')), '');
  return text;
}
