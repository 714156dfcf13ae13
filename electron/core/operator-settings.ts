/** What an organisation sets for every person on a machine. It is read where only an administrator can write. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

const OperatorSettings = z.strictObject({
  /** The only central API that is used here. */
  central: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  /** The folder for what is kept; `~` is the person's own. */
  data: z.string().min(1).optional(),
  /** After so long without contact the cases on the computer are locked (F4). */
  cacheHours: z.int().min(1).max(720).optional(),
});
export type OperatorSettings = Readonly<z.output<typeof OperatorSettings>>;

/** Where the file stands on each system; no variable of the person's environment names another. */
export function operatorSettingsPath(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return 'C:\\ProgramData\\Docket\\settings.json';
    case 'darwin':
      return '/Library/Application Support/Docket/settings.json';
    default:
      return '/etc/docket/settings.json';
  }
}

/**
 * Null without a file. Throws an Error with a sentence that names the file and the field. On Linux and macOS a file that
 * somebody else than root can write is refused: it would let anybody send the cases of this machine elsewhere.
 */
export function readOperatorSettings(path: string, owner: number | null): OperatorSettings | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (owner !== null && (found.uid !== owner || (found.mode & 0o022) !== 0)) {
    throw new Error(`${path} can be written by others than the administrator; Docket does not start with it`);
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(`${path} is not JSON`);
  }
  const parsed = OperatorSettings.safeParse(content);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'it'}: ${message}`);
  throw new Error(`${path} is wrong: ${wrong.join('; ')}`);
}

const ROOT = 0;

/** Of this machine. */
export const machineSettings = (): OperatorSettings =>
  readOperatorSettings(operatorSettingsPath(process.platform), process.platform === 'win32' ? null : ROOT) ??
  {};

/** What a person asks for by the line or the environment, beneath what the operator says; a contradiction is said. */
export function settled(
  name: 'central' | 'data',
  asked: string | undefined,
  settings: OperatorSettings,
  home: string,
): string | undefined {
  const set = settings[name]?.replace(/^~(?=$|[/\\])/, () => home);
  if (set === undefined) return asked;
  if (asked !== undefined && asked !== set) {
    throw new Error(`--${name} is set by your organisation to ${set}, and cannot be another`);
  }
  return set;
}
