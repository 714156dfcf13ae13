import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CommandAnswer } from '../../contract/feed.ts';
import { announceWork } from '../assignment/give.ts';
import { ImportError, importCommands } from '../commands/import-commands.ts';
import { importFile, rowsOf, sumLine } from '../intake/import-file.ts';
import { importFolder } from '../intake/import-folder.ts';
import { currentCatalogue } from './open-data.ts';
import { SettingsError } from './settings.ts';
import { command, complain, on, say } from './subcommands.ts';

/** `central import …` */
export function registerImports(program: Command): void {
  const imports = program.command('import').description('Bring cases in');
  for (const [name, kind, description] of [
    ['job-posts <file>', 'job-posts', 'Job advertisements, a CSV file'],
    ['messages <file>', 'messages', 'Text messages, a TSV file'],
    ['cases <file>', 'cases', "Cases in the contract's own form, a JSON Lines file"],
  ] as const) {
    command(imports, name, description).action((file: string, options: object) =>
      on(options, async (data) => {
        const sum = await importFile(data, {
          kind,
          source: createReadStream(file),
          catalogue: await currentCatalogue(data),
          onRejected: (line, reason) => complain(`${file}:${line}: ${reason}`),
        });
        await announceWork(data.store);
        say(sumLine(sum));
      }),
    );
  }
  command(
    imports,
    'commands <file>',
    'What a broken desktop could not send, written by `doctor --export`',
  ).action((file: string, options: object) =>
    on(options, async (data) => {
      const text = await readFile(file, 'utf8');
      const { username, answers } = await importCommands(data, text).catch((error: unknown) => {
        throw error instanceof ImportError ? new SettingsError(`${file}: ${error.message}`) : error;
      });
      const counts = new Map<string, number>();
      for (const answer of answers) {
        counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
        if (answer.status !== 'applied') complain(`${answer.id}: ${wordsOf(answer)}`);
      }
      const sums = [...counts].map(([status, n]) => `${status} ${n}`).join(', ');
      say(`${answers.length} commands of ${username}: ${sums || 'none'}`);
      if (counts.has('retry')) process.exitCode = 1;
    }),
  );
  command(imports, 'directory <folder>', 'Every file below a folder, each by what stands in it').action(
    (folder: string, options: object) =>
      on(options, async (data) => {
        const stop = new AbortController();
        process.once('SIGINT', () => stop.abort());
        const sum = await importFolder(data, folder, {
          catalogue: await currentCatalogue(data),
          onFile: (file, ofFile) => say(`${file}: ${sumLine(ofFile)}`),
          onUnread: (file, reason) => complain(`${file}: ${reason}`),
          onRejected: (file, line, reason) => complain(`${file}:${line}: ${reason}`),
          onProgress: (file, rows) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${file}: ${rows} rows`);
          },
          signal: stop.signal,
        }).catch((error: unknown) => {
          if (!stop.signal.aborted) throw error;
          complain('stopped: what came in stays; the same command goes on from there');
          process.exitCode = 130;
          return null;
        });
        await announceWork(data.store);
        if (sum === null) return;
        say(`${rowsOf(sum)} rows in ${sum.files} files: ${sumLine(sum)}`);
        if (sum.unread > 0) {
          complain(`${sum.unread} files were not read`);
          process.exitCode = 1;
        }
      }),
  );
}

function wordsOf(answer: CommandAnswer): string {
  switch (answer.status) {
    case 'late':
      return `late (${answer.reason}), ${answer.contested}: kept for a supervisor`;
    case 'rejected':
      return `rejected (${answer.code}): ${answer.detail}`;
    case 'changed':
      return 'the evidence has changed since: its person has to confirm it';
    case 'retry':
      return 'not taken for a reason of the moment: import the file again';
    default:
      return answer.status;
  }
}
