import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { announceWork } from '../assignment/give.ts';
import { importFile, rowsOf, sumLine } from '../intake/import-file.ts';
import { importFolder } from '../intake/import-folder.ts';
import { currentCatalogue } from './open-data.ts';
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
