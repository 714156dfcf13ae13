import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { settled, type OperatorSettings } from '../core/workstation.ts';

const Options = z.object({
  central: z.url({
    protocol: /^https?$/,
    error: '--central (or DOCKET_CENTRAL) must be an http or https address',
  }),
  data: z.string().min(1, { error: '--data must name a folder' }),
  demo: z.boolean(),
  cacheHours: z.int().optional(),
});

export type DesktopOptions = Readonly<z.output<typeof Options>>;

/** Throws an Error whose message names what is wrong. Switches of Chromium among the arguments are passed over. */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { folder, home }: Readonly<{ folder: string; home: string }>,
  settings: OperatorSettings,
): DesktopOptions {
  const { values } = parseArgs({
    args: [...args],
    // Electron and Chromium have switches of their own on the same line.
    strict: false,
    options: { central: { type: 'string' }, data: { type: 'string' }, demo: { type: 'boolean' } },
  });
  const parsed = Options.safeParse({
    central: settled('central', text(values.central) ?? env['DOCKET_CENTRAL'], settings, home),
    data: settled('data', text(values.data), settings, home) ?? join(folder, 'docket'),
    demo: values.demo ?? false,
    cacheHours: settings.cacheHours,
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('; '));
  return parsed.data;
}

const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
