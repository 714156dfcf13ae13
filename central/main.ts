/** The command line of the central API. */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { publishCatalogue } from './catalogues/publish-catalogue.ts';
import { validateCatalogue } from './catalogues/validate.ts';
import { registerImports } from './cli/imports.ts';
import { parseJson } from './cli/parse-json.ts';
import { registerProducers } from './cli/producers.ts';
import { registerRetention } from './cli/retention.ts';
import { registerSimulation } from './cli/simulate-platform.ts';
import { registerRouting } from './cli/routing.ts';
import { beginEra } from './cli/restored.ts';
import { serve } from './cli/serve.ts';
import { DemoOptions, ServeOptions, SettingsError, readOptions } from './cli/settings.ts';
import { command, complain, on, say } from './cli/subcommands.ts';
import { registerAudit } from './cli/audit.ts';
import { registerDevices } from './cli/devices.ts';
import { registerUsers } from './cli/users.ts';
import { Refusal } from './refusal.ts';

const program = new Command('central').description('The central API of Docket').showHelpAfterError();

function serving(sub: Command): Command {
  return sub
    .option('--port <number>', 'port to listen on, 0 for any', '8787')
    .option('--host <address>', 'address to listen on', '127.0.0.1');
}

serving(command(program, 'serve', 'Serve')).action((options) =>
  serve({ ...readOptions(ServeOptions, options), demo: false }),
);

serving(command(program, 'demo', 'Serve, with a demo team and a demo queue'))
  .option('--reviewers <number>', 'reviewers in all')
  .option('--cases <number>', 'cases in all; beyond the composed ones they are varied')
  .option('--seed <number>', 'the same number gives the same team and cases')
  .option('--alive', 'its platform keeps sending cases, and does what decisions ask')
  .action((given) => {
    const { reviewers, cases, seed, alive, ...options } = readOptions(DemoOptions, given);
    const onProgress = (done: number, of: number) => complain(`demo: ${done} of ${of} cases`);
    return serve({
      ...options,
      demo: true,
      // Loaded here only: who serves a team never loads the demo.
      prepare: async (data) =>
        (await import('./demo/seed-demo.ts')).seedDemo(data, { reviewers, cases, seed, onProgress }),
      ...(alive
        ? {
            live: async (data) => (await import('./demo/living-demo.ts')).startLivingDemo(data, seed ?? 7),
          }
        : {}),
    });
  });

const catalogue = program.command('catalogue').description('Policies, actions, presets and templates');
command(catalogue, 'publish <file>', 'Publish a catalogue as the next version').action(
  (file: string, options) =>
    on(options, async (data) => {
      const checked = validateCatalogue(parseJson(file, await readFile(file, 'utf8')));
      if (!checked.ok)
        throw new SettingsError(
          checked.errors.map((error) => `${file}: ${error.field}: ${error.message}`).join('\n'),
        );
      const { version, isNew } = await publishCatalogue(data, checked.content);
      say(isNew ? `published version ${version}` : `version ${version} already says exactly this`);
    }),
);

registerUsers(program);
registerDevices(program);
registerAudit(program);

command(program, 'restored', 'Say that the store was restored from a backup: a new era begins').action(
  (options) => on(options, async (data) => say(`era ${await beginEra(data)}`)),
);

registerImports(program);
registerProducers(program);
registerRetention(program);
registerRouting(program);
registerSimulation(program);

/** `npm run central -- --port 8787` serves. */
function withDefault(args: readonly string[]): string[] {
  const [first] = args;
  const asksForHelp = first === '--help' || first === '-h' || first === 'help';
  return first === undefined || (first.startsWith('-') && !asksForHelp) ? ['serve', ...args] : [...args];
}

try {
  await program.parseAsync(withDefault(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  const expected =
    error instanceof SettingsError ||
    error instanceof Refusal ||
    (error as { code?: string }).code === 'ENOENT';
  complain(
    expected
      ? (error as Error).message
      : String(error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message),
  );
  process.exitCode = 1;
}
