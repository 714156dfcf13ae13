import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { minute, systemClock, systemIds } from '../ports.ts';
import { answerEnforcement } from '../simulation/answer-enforcement.ts';
import { createPlatformSide } from '../simulation/platform-side.ts';
import { readOptions } from './settings.ts';
import { say } from './subcommands.ts';

const rate = z.coerce.number().pipe(z.number().min(0).max(60_000));
const Options = z.object({
  central: z.url({ protocol: /^https?$/ }),
  key: z.string().startsWith('dkp_', 'must be a key of `producers add`'),
  secret: z.string().min(16).optional(),
  port: z.coerce.number().pipe(z.int().min(0).max(65_535)),
  casesPerMinute: rate,
  reportsPerMinute: rate,
  editsPerMinute: rate,
  failing: z.coerce.number().pipe(z.number().min(0).max(1)),
  seed: z.coerce.number().pipe(z.int().min(0)),
  minutes: z.coerce.number().pipe(z.number().min(0)).optional(),
});

/** `central simulate-platform …` */
export function registerSimulation(program: Command): void {
  program
    .command('simulate-platform')
    .description("The platform's side of a central API: cases, reports, edits, and answers to enforcement")
    .requiredOption('--central <url>', 'address of the central API')
    .requiredOption('--key <key>', 'key of a producer that may send detections and reports')
    .option('--secret <text>', "the central API's PLATFORM_SECRET; without it enforcement is not answered")
    .option(
      '--port <number>',
      'where enforcement is answered: set PLATFORM_URL to http://127.0.0.1:PORT/enforcement',
      '9797',
    )
    .option('--cases-per-minute <number>', 'new cases', '6')
    .option('--reports-per-minute <number>', 'reports on earlier cases', '2')
    .option('--edits-per-minute <number>', 'edits of what is under review', '1')
    .option('--failing <share>', 'share of enforcement that cannot be done, 0 to 1', '0.02')
    .option('--seed <number>', 'the same seed sends the same cases', '7')
    .option('--minutes <number>', 'ends by itself after so long')
    .action((options: object) => simulate(readOptions(Options, options)));
}

async function simulate(options: z.output<typeof Options>): Promise<void> {
  const { seededRandom } = await import('../demo/seeded-random.ts');
  const { demoCases } = await import('../demo/seed-demo.ts');
  const random = seededRandom(options.seed);
  const { varied } = await demoCases(systemClock.now(), options.seed);
  const end = options.secret
    ? await answerEnforcement({
        secret: options.secret,
        port: options.port,
        now: systemClock.now,
        failing: options.failing,
        random,
      })
    : null;
  const side = createPlatformSide({
    central: options.central.replace(/\/+$/, ''),
    key: options.key,
    random,
    now: systemClock.now,
    nextCase: varied,
    run: systemIds.uuid(),
  });
  const tell = () => {
    const { cases, reports, joined, edits, failures } = side.sent();
    say(
      `${cases} cases, ${reports} reports (${joined} joined), ${edits} edits, ${end?.done() ?? 0} enforced, ${failures} not taken`,
    );
  };
  say(`platform ready ${JSON.stringify({ enforcement: end?.url ?? null })}`);
  side.start(options);
  const telling = setInterval(tell, 10_000);
  await Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    ...(options.minutes === undefined ? [] : [sleep(options.minutes * minute)]),
  ]);
  clearInterval(telling);
  await side.stop();
  await end?.close();
  tell();
}
