import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { RoutingContent } from '../../contract/routing.ts';
import { day } from '../ports.ts';
import { dryRun } from '../routing/dry-run.ts';
import { currentRouting, publishRouting } from '../routing/routing.ts';
import { validateRouting } from '../routing/validate.ts';
import { currentCatalogue, type Data } from './open-data.ts';
import { parseJson } from './parse-json.ts';
import { SettingsError, readOptions } from './settings.ts';
import { command, on, say } from './subcommands.ts';

const DryRunOptions = z.object({ days: z.coerce.number().pipe(z.int().min(1).max(36_500)) });

/** `central routing …` */
export function registerRouting(program: Command): void {
  const routing = program.command('routing').description('Rules that say which queue a case goes to');
  command(routing, 'publish <file>', 'Publish rules as the next version').action(
    (file: string, options: object) =>
      on(options, async (data) => {
        const { version, isNew } = await publishRouting(data, await readRules(data, file));
        say(isNew ? `published version ${version}` : `version ${version} already says exactly this`);
      }),
  );
  command(routing, 'show', 'The rules in force').action((options: object) =>
    on(options, async ({ store }) => {
      const { version, content } = await currentRouting(store);
      say(`version ${version}: ${content.name}`);
      for (const { id, when, queue } of content.rules) say(`${id}\t${conditions(when)}\t→ ${queue}`);
      say(`fallback\t\t→ ${content.fallback}`);
    }),
  );
  command(routing, 'dry-run <file>', 'Try rules on past cases; publishes nothing')
    .option('--days <number>', 'cases of so many days', '30')
    .action((file: string, options: object) =>
      on(options, async (data) => {
        const { days } = readOptions(DryRunOptions, options);
        const content = await readRules(data, file);
        const { queues } = await currentCatalogue(data);
        const since = new Date(data.clock.now() - days * day);
        const { cases, named, moves, taken } = await dryRun(data.store, content, queues, since);
        const moved = moves.reduce((sum, { count }) => sum + count, 0);
        say(`${cases} cases of ${days} days; for ${named} of them the producer named the queue`);
        say(`${moved} would go elsewhere`);
        for (const { from, to, count, examples } of moves) {
          say(`${count}\t${from} → ${to}\t${examples.join(' ')}`);
        }
        for (const { rule, count } of taken) say(`${rule}\t${count === 0 ? 'takes none' : `takes ${count}`}`);
      }),
    );
}

async function readRules(data: Data, file: string): Promise<RoutingContent> {
  const { queues } = await currentCatalogue(data);
  const checked = validateRouting(parseJson(file, await readFile(file, 'utf8')), queues);
  if (checked.ok) return checked.content;
  throw new SettingsError(
    checked.errors.map(({ field, message }) => `${file}: ${field}: ${message}`).join('\n'),
  );
}

const conditions = (when: RoutingContent['rules'][number]['when']): string =>
  Object.entries(when)
    .map(([field, wanted]) => `${field} ${Array.isArray(wanted) ? wanted.join('|') : String(wanted)}`)
    .join(', ');
