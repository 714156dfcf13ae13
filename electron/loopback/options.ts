import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { settled, type OperatorSettings } from '../core/workstation.ts';

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(
    (value) => URL.canParse(value) && new URL(value).username === '' && new URL(value).password === '',
    {
      error: 'must not carry a name or a password',
    },
  );

const Options = z.object({
  central: webAddress,
  data: z.string({ error: 'must name a folder' }).min(1, { error: 'must name a folder' }),
  port: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a port from 0 to 65535; 0 takes a free one' })
    .transform(Number)
    .pipe(z.int().max(65_535, { error: 'must be a port from 0 to 65535; 0 takes a free one' }))
    .default(0),
  renderer: z.string({ error: 'must name a folder' }).min(1, { error: 'must name a folder' }),
  demo: z.boolean().default(false),
  cacheHours: z.int().optional(),
});

export type LoopbackOptions = Readonly<z.output<typeof Options>>;

export const usage = 'usage: main.ts --central URL --data DIR --renderer DIR [--port N] [--demo]';

/** Throws an Error whose message names every option that is wrong. Folders come back absolute. */
export function parseOptions(
  args: readonly string[],
  settings: OperatorSettings = {},
  home = '',
): LoopbackOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      central: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string' },
      renderer: { type: 'string' },
      demo: { type: 'boolean' },
    },
  });
  const parsed = Options.safeParse({
    ...values,
    central: settled('central', values.central, settings, home),
    data: settled('data', values.data, settings, home),
    cacheHours: settings.cacheHours,
  });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`);
    throw new Error(wrong.join('; '));
  }
  return { ...parsed.data, data: resolve(parsed.data.data), renderer: resolve(parsed.data.renderer) };
}
