/** `npm run doctor`: explains a data folder, mends it, and saves what waits in it. Exit codes: 0 well, 1 not, 2 wrong options. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf, lockProfile } from '../core/workstation/profile-lock.ts';
import { examineFolder, type FolderReport, type ProfileReport } from './examine.ts';
import { exportCommands, type Exported } from './export-commands.ts';
import { parseOptions, usage, type DoctorOptions } from './options.ts';
import { repairProfile, type Repaired } from './repair.ts';
import { wordsOfExport, wordsOfFolder, wordsOfProfile, wordsOfRepair } from './words.ts';

const say = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

async function main(): Promise<void> {
  const options = readOptions();
  if (!existsSync(join(options.data, 'device.json')) && !existsSync(join(options.data, 'profiles')))
    throw new Error(
      `${options.data} is not the data folder of a workstation: it has neither device.json nor profiles.`,
    );
  let report = await examineFolder(options.data);
  const before = report;
  const repaired = options.repair ? await repairAll(options.data, report) : [];
  if (repaired.length > 0) report = await examineFolder(options.data);
  const exported = options.exportTo === null ? null : await exportFrom(options, report);

  if (options.json) say([JSON.stringify({ before, repaired, after: report, exported }, null, 2)]);
  else tell(options.data, { before, repaired, exported });
  process.exitCode = report.profiles.every(isWell) && repaired.every(({ did }) => did !== 'cannot') ? 0 : 1;
}

function tell(
  folder: string,
  said: { before: FolderReport; repaired: readonly Repaired[]; exported: Exported | null },
): void {
  say(wordsOfFolder(said.before));
  for (const profile of said.before.profiles)
    say(wordsOfProfile(profile, holderOf(join(folder, 'profiles', profile.name))));
  if (said.repaired.length > 0) say(['', ...said.repaired.flatMap(wordsOfRepair)]);
  if (said.exported !== null) say(['', ...wordsOfExport(said.exported)]);
}

/** A cache that is not there yet is fetched; work that is not there with copies of it is gone. */
const isWell = ({ key, work, cache, copies }: ProfileReport): boolean =>
  key !== 'missing' &&
  key !== 'unusable' &&
  (work.is === 'good' || work.is === 'unreadable' || (work.is === 'missing' && copies.length === 0)) &&
  cache.is !== 'damaged' &&
  cache.is !== 'newer';

async function repairAll(folder: string, report: FolderReport): Promise<Repaired[]> {
  const repaired: Repaired[] = [];
  for (const profile of report.profiles)
    repaired.push(await whileHeld(folder, profile, () => repairProfile(folder, profile)));
  return repaired;
}

async function exportFrom(options: DoctorOptions, report: FolderReport): Promise<Exported> {
  const { exportTo, person } = options;
  if (exportTo === null) throw new Error('nothing is to be exported');
  const named = report.profiles.filter(
    (one) => person === null || one.personId === person || one.content?.username === person,
  );
  const [profile] = named;
  if (profile === undefined)
    throw new Error(`Nobody ${person === null ? 'has worked here' : `here is ${person}`}.`);
  if (named.length > 1)
    throw new Error(
      `Several people work here: name one with --person (${named.map((one) => one.content?.username ?? one.personId).join(', ')}).`,
    );
  const { deviceId } = report;
  if (deviceId === null)
    throw new Error('device.json is damaged: the device of these commands is not known.');
  return whileHeld(options.data, profile, () =>
    exportCommands(options.data, profile, deviceId, exportTo, Date.now()),
  );
}

/** Two programs that write one file damage it: only while no workstation has it. */
async function whileHeld<Done>(
  folder: string,
  profile: ProfileReport,
  work: () => Promise<Done>,
): Promise<Done> {
  const dir = join(folder, 'profiles', profile.name);
  const lock = lockProfile(dir);
  if (lock === null)
    throw new Error(
      `A running Docket (process ${holderOf(dir) ?? 'unknown'}) has ${profile.name} open. Nothing was changed. Close it and try again.`,
    );
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function readOptions(): DoctorOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    process.exit(2);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
