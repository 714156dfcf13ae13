import { SettingsError } from './settings.ts';

/** Names the file where it is not JSON. */
export function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new SettingsError(`${file}: not JSON: ${(error as Error).message}`);
  }
}
