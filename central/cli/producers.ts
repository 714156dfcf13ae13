import type { Command } from 'commander';
import { z } from 'zod';
import {
  NewProducer,
  addKey,
  addProducer,
  listProducers,
  revokeKey,
  setDisabled,
} from '../producers/producers.ts';
import { readOptions } from './settings.ts';
import { command, on, say } from './subcommands.ts';

const list = (value: string, before: string[] = []): string[] => [...before, ...value.split(',')];
const Options = NewProducer.extend({
  requestsAMinute: z.coerce.number().pipe(NewProducer.shape.requestsAMinute.unwrap()),
});

/** `central producers …` */
export function registerProducers(program: Command): void {
  const producers = program.command('producers').description('Systems that send cases, and their API keys');
  command(producers, 'add <id>', 'Add a producer; prints its first key, which is shown only now')
    .requiredOption('--name <name>', 'name to show')
    .requiredOption('--sources <sources>', 'detection, report, vendor, appeal, with commas', list)
    .option('--compartments <ids>', 'sealed compartments it may send into, with commas', list)
    .option('--requests-a-minute <number>', 'requests a minute, of each API process', '600')
    .action((id: string, options: object) =>
      on(options, async (data) => say(await addProducer(data, readOptions(Options, { ...options, id })))),
    );
  command(producers, 'add-key <id>', 'One more key; the ones before stay valid').action(
    (id: string, options: object) => on(options, async (data) => say(await addKey(data, id))),
  );
  command(producers, 'revoke-key <key-id>', 'End a key; its id stands between the underscores').action(
    (keyId: string, options: object) =>
      on(options, async (data) => {
        await revokeKey(data, keyId);
        say(`revoked ${keyId}`);
      }),
  );
  for (const [name, disabled, done] of [
    ['disable', true, 'disabled'],
    ['enable', false, 'enabled'],
  ] as const) {
    command(producers, `${name} <id>`, `${disabled ? 'Refuse' : 'Take'} what it sends`).action(
      (id: string, options: object) =>
        on(options, async (data) => {
          await setDisabled(data, id, disabled);
          say(`${done} ${id}`);
        }),
    );
  }
  command(producers, 'list', 'List producers').action((options: object) =>
    on(options, async ({ store }) => {
      for (const one of await listProducers(store)) {
        const keys = one.keys.map(({ id, lastUsedAt }) => `${id} (${lastUsedAt ?? 'never used'})`);
        say(
          [
            one.id,
            one.disabled ? 'disabled' : 'active',
            one.sources.join(','),
            `${one.requestsAMinute}/min`,
            ...keys,
          ].join('\t'),
        );
      }
    }),
  );
}
