import type { Command } from 'commander';
import { z } from 'zod';
import { withData, type Data } from './open-data.ts';
import { DataOptions, readOptions } from './settings.ts';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Every subcommand says where the data is. */
export function command(parent: Command, nameAndArguments: string, description: string): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option(
      '--data <folder>',
      'where data is kept; with DATABASE_URL only large evidence',
      '.docket/central',
    );
}

/** Opens what the options name, works on it, and closes it. */
export const on = (options: unknown, work: (data: Data) => Promise<void>): Promise<void> =>
  withData(readOptions(z.looseObject(DataOptions.shape), options).data, work);
