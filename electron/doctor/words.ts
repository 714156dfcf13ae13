/** What was found and done, in sentences: what happened, what was kept, what to do next. */
import { takenAtOf } from '../core/store/copies.ts';
import type { Exported } from './export-commands.ts';
import type { FileReport, FolderReport, ProfileReport } from './examine.ts';
import type { Repaired } from './repair.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function sizeOf(bytes: number): string {
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

const states: Readonly<Record<FileReport['is'], string>> = {
  good: 'good',
  missing: 'MISSING',
  damaged: 'DAMAGED',
  unreadable: 'cannot be read without its key',
  newer: 'written by a newer Docket, and left alone',
};

const wordsOfFile = ({ name, is, bytes, schema, detail }: FileReport): string =>
  [
    `${name}: ${states[is]}`,
    ...(is === 'missing' ? [] : [sizeOf(bytes)]),
    ...(schema === null ? [] : [`schema ${schema}`]),
    ...(detail === '' ? [] : [detail]),
  ].join(', ');

export function wordsOfFolder(report: FolderReport): string[] {
  const lines = [
    `Data folder ${report.folder}`,
    `Device ${report.deviceId ?? 'unknown: device.json is missing or damaged'}`,
  ];
  if (report.receipts > 0)
    lines.push(
      `${count(report.receipts, 'receipt')} of a removal that a supervisor ordered, not acknowledged yet. The next start sends them.`,
    );
  if (report.profiles.length === 0) lines.push('Nobody has worked in this folder.');
  return lines;
}

const keyWords: Readonly<Record<ProfileReport['key'], string>> = {
  here: 'Its key is here.',
  missing: 'Its key is MISSING: nothing in these files can be read again.',
  'in-keychain':
    'Its key is in the keychain of this computer: only the desktop program can open these files.',
  unusable: 'Its key cannot be used:',
};

export function wordsOfProfile(report: ProfileReport, heldBy: number | null): string[] {
  const { content } = report;
  const who = content?.username ?? 'somebody';
  const lines = [
    '',
    `${who} (person ${report.personId}) at the central API ${report.instanceId}`,
    `  ${keyWords[report.key]}${report.keyDetail === '' ? '' : ` ${report.keyDetail}`}`,
  ];
  if (heldBy !== null)
    lines.push(`  A running Docket (process ${heldBy}) has it open, so these figures may be a moment old.`);
  lines.push(`  ${wordsOfFile(report.work)}`);
  if (content !== null) {
    const waiting = content.waiting.length;
    lines.push(
      `    ${waiting === 0 ? 'Nothing waits to be sent.' : `${count(waiting, 'command waits', 'commands wait')} to be sent${waiting === 1000 ? ' or more' : ''}, the oldest since ${content.waiting[0]?.madeAt}.`}`,
      `    ${count(content.drafts, 'draft')}, ${count(content.decisions, 'decision')} kept, ${content.attention} under Needs attention.`,
      `    Last contact: ${content.lastContactAt ?? 'never'}.`,
    );
    for (const one of content.waiting.slice(0, 20))
      lines.push(`      ${one.madeAt}  ${one.type.padEnd(12)} ${one.state.padEnd(18)} case ${one.caseId}`);
    if (waiting > 20) lines.push(`      and ${waiting - 20} more; --json has them all`);
  }
  lines.push(`  ${wordsOfFile(report.cache)}`);
  if (report.copies.length === 0) lines.push('  There are no copies of work.db.');
  for (const copy of report.copies) lines.push(`  copy of ${copy.takenAt}: ${wordsOfFile(copy)}`);
  for (const name of report.setAside) lines.push(`  ${name}: set aside when it was found damaged`);
  lines.push(...nextStep(report).map((line) => `  ${line}`));
  return lines;
}

function nextStep({ key, work, cache, copies }: ProfileReport): string[] {
  if (key === 'missing' || key === 'unusable')
    return [
      'What to do: put the key back from a backup of the keys folder, or let the person sign in on another computer.',
    ];
  if (work.is === 'newer' || cache.is === 'newer') return ['What to do: install the newer Docket.'];
  const good = copies.filter((copy) => copy.is === 'good');
  if (work.is === 'damaged' || (work.is === 'missing' && copies.length > 0)) {
    return good.length > 0
      ? [
          `What to do: --repair restores the copy of ${good[0]?.takenAt} and reads from the damaged file what came after it.`,
        ]
      : ['What to do: no copy can be read. Keep the folder; cases are given to others by a supervisor.'];
  }
  if (cache.is === 'damaged')
    return ['What to do: --repair sets the cache aside; it is fetched again. Nothing decided is in it.'];
  return [];
}

export function wordsOfRepair(done: Repaired): string[] {
  switch (done.did) {
    case 'nothing':
      return [`${done.profile}: nothing had to be mended. ${done.why}`.trim()];
    case 'cannot':
      return [`${done.profile}: could not be mended: ${done.why}. Nothing was changed.`];
    case 'mended': {
      const lines = [`${done.profile}: mended.`];
      if (done.cacheReset)
        lines.push(
          '  The cache was damaged. It is kept as cache.db.damaged and is fetched again at the next contact.',
        );
      if (done.restored) lines.push(...wordsOfRestored(done.restored));
      return lines;
    }
  }
}

function wordsOfRestored({ copy, salvaged }: NonNullable<Repaired['restored']>): string[] {
  const takenAt = takenAtOf(copy);
  const lines = [
    `  work.db was restored from the copy of ${takenAt}. The damaged file is kept as work.db.damaged.`,
    `  Read from the damaged file: ${count(salvaged.commands, 'command')} and ${count(salvaged.drafts, 'draft')} made since.`,
  ];
  lines.push(
    salvaged.unreadable === 0
      ? '  Lost: nothing that the file still knew of; what its log had lost cannot be seen.'
      : `  LOST: ${count(salvaged.unreadable, 'command')} made after the copy. If they had been sent, the central API has them.`,
  );
  if (salvaged.doubtful > 0)
    lines.push(
      `  ${count(salvaged.doubtful, 'decision')} may have been taken back after the copy was made: they wait under Needs attention for their person to confirm or withdraw them, and are not sent before.`,
    );
  return lines;
}

export function wordsOfExport({ file, commands, left }: Exported): string[] {
  const lines = [
    `${count(commands, 'command')} written to ${file}. It is not encrypted: move it by a safe way and remove it afterwards.`,
    'What to do: `npm run central -- import commands FILE` at the central API. What was sent already counts once.',
  ];
  if (left > 0)
    lines.push(
      `${count(left, 'command')} left out: their person has to confirm or withdraw them under Needs attention.`,
    );
  return lines;
}
