import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Catalogue } from '../../contract/catalogue.ts';
import { createCatalogues } from '../catalogue/catalogues.ts';
import { publishCatalogue } from '../catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../catalogues/validate.ts';
import { publishRouting, startingRouting } from '../routing/routing.ts';
import { systemClock, systemIds, type Clock, type Ids, type Log } from '../ports.ts';
import { createBlobFolder, type BlobStore } from '../store/blob-store.ts';
import { createEvidenceStore, type EvidenceStore } from '../store/evidence-store.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/sql.ts';
import { SettingsError, readEnvironment, type Environment } from './settings.ts';

/** What every subcommand works on. */
export interface Data {
  readonly environment: Environment;
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Opens the store of a data folder (or of DATABASE_URL), with a catalogue in force. */
export async function openData(folder: string): Promise<Data> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.LOG_LEVEL, base: null }, pino.destination({ fd: 2, sync: true }));
  const store = await openStore({
    databaseUrl: environment.DATABASE_URL,
    dataDir: folder,
    ...(environment.DATABASE_CONNECTIONS ? { connections: environment.DATABASE_CONNECTIONS } : {}),
    onError: (error) => log.warn({ message: error.message }, 'a database connection was lost'),
  });
  const blobs = await openBlobs(environment, folder).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const data: Data = {
    environment,
    store,
    evidence: createEvidenceStore(blobs),
    clock: systemClock,
    ids: systemIds,
    log,
  };
  try {
    await publishStartingCatalogue(data);
    await publishStartingRouting(data);
    return data;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Runs one subcommand over a data folder and closes it, whatever happens. */
export async function withData<T>(folder: string, work: (data: Data) => Promise<T>): Promise<T> {
  const data = await openData(folder);
  try {
    return await work(data);
  } finally {
    await data.store.close();
  }
}

export const currentCatalogue = ({ store, clock }: Data): Promise<Catalogue> =>
  createCatalogues(clock).current(store);

/** A first start has rules to decide by. */
async function publishStartingCatalogue(data: Data): Promise<void> {
  const { count } = await data.store.query('select 1 from catalogue limit 1');
  if (count > 0) return;
  const file = new URL('../catalogues/marketplace.json', import.meta.url);
  const checked = validateCatalogue(JSON.parse(await readFile(file, 'utf8')));
  if (!checked.ok) throw new Error(`the starting catalogue is wrong: ${JSON.stringify(checked.errors)}`);
  await publishCatalogue(data, checked.content);
}

/** Rules that are published can be looked up by the cases that they placed; the starting ones too. */
async function publishStartingRouting(data: Data): Promise<void> {
  const { count } = await data.store.query('select 1 from routing limit 1');
  if (count === 0) await publishRouting(data, await startingRouting());
}

/** The library of S3 is large, so it is loaded only where it is used. */
async function openBlobs({ EVIDENCE_URL }: Environment, folder: string): Promise<BlobStore> {
  if (EVIDENCE_URL === undefined) return createBlobFolder(join(folder, 'evidence'));
  const { openS3Blobs } = await import('../store/s3-blobs.ts');
  return openS3Blobs(EVIDENCE_URL).catch((error: unknown) => {
    throw new SettingsError(`environment variable EVIDENCE_URL: ${(error as Error).message}`);
  });
}
