import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DoctorOptions {
  readonly data: string;
  readonly repair: boolean;
  readonly json: boolean;
  /** Where the waiting commands go; null: nothing is exported. */
  readonly exportTo: string | null;
  /** Whose, where a folder has several people; null: the only one. */
  readonly person: string | null;
}

export const usage = `usage: npm run doctor -- --data DIR [--repair] [--export FILE [--person NAME]] [--json]

  --data DIR      the data folder of a workstation
  --repair        mend what can be mended; what is damaged is kept beside it
  --export FILE   write the commands that wait to a new file, for \`npm run central -- import commands FILE\`
  --person NAME   whose commands, by user name or id, where several people work on this computer
  --json          the report as JSON`;

/** Throws an Error whose message names the option that is wrong. */
export function parseOptions(args: readonly string[]): DoctorOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      data: { type: 'string' },
      repair: { type: 'boolean' },
      json: { type: 'boolean' },
      export: { type: 'string' },
      person: { type: 'string' },
    },
  });
  if (!values.data) throw new Error('--data must name the data folder of a workstation');
  if (values.person !== undefined && values.export === undefined)
    throw new Error('--person goes with --export');
  return {
    data: resolve(values.data),
    repair: values.repair ?? false,
    json: values.json ?? false,
    exportTo: values.export === undefined ? null : resolve(values.export),
    person: values.person ?? null,
  };
}
