import { Settings } from '../../../contract/bridge.ts';
import type { WorkRead } from '../store/database.ts';
import * as stored from '../store/work/settings.ts';
import type { Desk } from '../cases/desk.ts';

/** Before anybody has signed in. */
export const defaultSettings = (): Settings => Settings.parse({});

/** What is stored and no longer understood counts as not set; the rest stays. */
export function readSettings(db: WorkRead): Settings {
  const values = stored.read(db);
  const understood = Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(values[name]);
    return name in values && parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Settings.parse(Object.fromEntries(understood));
}

export function writeSettings(desk: Desk, change: Partial<Settings>): Settings {
  desk.commitWork((tx) => stored.write(tx, change));
  const settings = readSettings(desk.work);
  desk.announce({ event: 'settings', settings });
  return settings;
}
