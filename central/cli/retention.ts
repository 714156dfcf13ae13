import type { Command } from 'commander';
import { z } from 'zod';
import { requiredText } from '../../contract/primitives.ts';
import { SubjectType } from '../../contract/subject.ts';
import { previewErasure, setRetention } from '../retention/erase.ts';
import { liftHold, listHolds, placeHold, type Held } from '../retention/legal-hold.ts';
import { SettingsError, readOptions } from './settings.ts';
import { command, on, say } from './subcommands.ts';

const SetOptions = z.object({
  days: z.union([z.literal('off'), z.coerce.number().pipe(z.int().min(1).max(36_500))]),
  queue: z.string().min(1).default('*'),
});
const HoldOptions = z.object({
  reason: requiredText(500),
  case: z.string().optional(),
  subject: z.string().optional(),
});

/** `central retention …` and `central legal-hold …` */
export function registerRetention(program: Command): void {
  const retention = program.command('retention').description('How long the content of closed cases is kept');
  command(retention, 'set', 'Say for how long; the content of older closed cases is erased by itself')
    .requiredOption('--days <number>', 'days after closing, or off')
    .option('--queue <id>', 'a queue; all that have no rule of their own when not given')
    .action((options: object) =>
      on(options, async (data) => {
        const { days, queue } = readOptions(SetOptions, options);
        await setRetention(data, queue, days === 'off' ? null : days);
        say(days === 'off' ? `${queue}: no rule` : `${queue}: ${days} days`);
      }),
    );
  command(retention, 'show', 'The rules').action((options: object) =>
    on(options, async ({ store }) => {
      const { rows } = await store.query<{ queue: string; days: number }>(
        'select queue, days from retention order by queue',
      );
      for (const { queue, days } of rows) say(`${queue}\t${days} days`);
      if (rows.length === 0) say('no rule: nothing is erased');
    }),
  );
  command(retention, 'preview', 'How many cases would lose their content now').action((options: object) =>
    on(options, async (data) => {
      const found = await previewErasure(data);
      for (const { queue, count } of found) say(`${queue}\t${count}`);
      if (found.length === 0) say('none');
    }),
  );

  const holds = program.command('legal-hold').description('What must not be erased');
  command(holds, 'add', 'Keep a case, or everything that a subject is part of')
    .option('--case <reference>', 'a case, by its reference')
    .option('--subject <type:id>', 'a subject, for example account:client-88')
    .requiredOption('--reason <text>', 'why')
    .action((options: object) =>
      on(options, async (data) => {
        const given = readOptions(HoldOptions, options);
        say(await placeHold(data, heldBy(given), given.reason));
      }),
    );
  command(holds, 'lift <id>', 'End a hold').action((id: string, options: object) =>
    on(options, async (data) => {
      await liftHold(data, id);
      say(`lifted ${id}`);
    }),
  );
  command(holds, 'list', 'Holds in force').action((options: object) =>
    on(options, async ({ store }) => {
      for (const { id, what, reason, placedAt } of await listHolds(store)) {
        say([id, what, placedAt.toISOString(), reason].join('\t'));
      }
    }),
  );
}

function heldBy({ case: reference, subject }: z.output<typeof HoldOptions>): Held {
  if ((reference === undefined) === (subject === undefined)) {
    throw new SettingsError('option --case or --subject: one of the two');
  }
  if (reference !== undefined) return { reference };
  const [type, ...rest] = (subject ?? '').split(':');
  const known = SubjectType.safeParse(type);
  if (!known.success || rest.join(':') === '') {
    throw new SettingsError(`option --subject: TYPE:ID, with ${SubjectType.options.join(', ')}`);
  }
  return { subject: { type: known.data, id: rest.join(':') } };
}
