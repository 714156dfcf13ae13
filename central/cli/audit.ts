import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { sealAudit } from '../audit/seal.ts';
import { verifyAudit } from '../audit/verify.ts';
import { Sha256 } from '../../contract/primitives.ts';
import { SettingsError } from './settings.ts';
import { command, on, say } from './subcommands.ts';

const KeptHead = z.object({ sequence: z.coerce.number().pipe(z.int().min(1)), hash: Sha256 });

/** `central audit …` */
export function registerAudit(program: Command): void {
  command(
    program.command('audit').description('The audit trail'),
    'verify',
    'Walk the chain and name the first broken link',
  )
    .option('--heads <file>', 'heads that were kept elsewhere: a line each, its number and its hash')
    .action((options: { heads?: string }) =>
      on(options, async ({ store }) => {
        const heads = options.heads === undefined ? [] : await readHeads(options.heads);
        await sealAudit(store);
        const verdict = await verifyAudit(store, heads);
        if (verdict.ok) say(`intact: ${verdict.events} events, head ${verdict.events} ${verdict.head}`);
        else {
          say(`broken at ${verdict.sequence}: ${verdict.reason}`);
          process.exitCode = 1;
        }
      }),
    );
}

async function readHeads(file: string): Promise<{ sequence: number; hash: string }[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const [sequence, hash] = line.split(/\s+/);
    const head = KeptHead.safeParse({ sequence, hash });
    if (!head.success)
      throw new SettingsError(
        `${file}: line ${index + 1}: a number and a hash, as \`audit verify\` prints them`,
      );
    return [head.data];
  });
}
