import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const Options = z.object({
  central: z.url({
    protocol: /^https?$/,
    error: '--central (or DOCKET_CENTRAL) must be an http or https address',
  }),
  data: z.string().min(1, { error: '--data must name a folder' }),
  demo: z.boolean(),
});

export type DesktopOptions = Readonly<z.output<typeof Options>>;

/** Throws an Error whose message names what is wrong. Switches of Chromium among the arguments are passed over. */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  defaultFolder: string,
): DesktopOptions {
  const { values } = parseArgs({
    args: [...args],
    // Electron and Chromium have switches of their own on the same line.
    strict: false,
    options: { central: { type: 'string' }, data: { type: 'string' }, demo: { type: 'boolean' } },
  });
  const parsed = Options.safeParse({
    central: values.central ?? env['DOCKET_CENTRAL'],
    data: values.data ?? join(defaultFolder, 'docket'),
    demo: values.demo ?? false,
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('; '));
  return parsed.data;
}
