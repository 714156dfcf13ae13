/** A store of either kind with the catalogue in force, for tests of what comes in. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { publishCatalogue } from '../../../central/catalogues/publish-catalogue.ts';
import type { IntakeDeps } from '../../../central/intake/receive.ts';
import { systemIds } from '../../../central/ports.ts';
import { createBlobFolder } from '../../../central/store/blob-store.ts';
import { createEvidenceStore } from '../../../central/store/evidence-store.ts';
import { openStore } from '../../../central/store/open-store.ts';
import { Catalogue, CatalogueContent } from '../../../contract/catalogue.ts';
import { createDatabase } from '../../support/postgres.ts';

export const storeKinds = ['PGlite', 'PostgreSQL'] as const;
export type StoreKind = (typeof storeKinds)[number];

export interface IntakeStore extends IntakeDeps {
  readonly catalogue: Catalogue;
  read(digest: string): Promise<string>;
  close(): Promise<void>;
}

export const marketplace = (): CatalogueContent =>
  CatalogueContent.parse(
    JSON.parse(
      readFileSync(new URL('../../../central/catalogues/marketplace.json', import.meta.url), 'utf8'),
    ),
  );

let databases = 0;

export async function openIntakeStore(
  kind: StoreKind,
  clock: { now(): number } = { now: () => Date.now() },
): Promise<IntakeStore> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-intake-'));
  const name = `intake_${process.pid}_${(databases += 1)}`;
  const store = await openStore(
    kind === 'PostgreSQL' ? { databaseUrl: await createDatabase(inject('postgresUrl'), name) } : {},
  );
  const evidence = createEvidenceStore(createBlobFolder(folder));
  const deps = { store, evidence, clock, ids: systemIds };
  const content = marketplace();
  const { version } = await publishCatalogue(deps, content);
  return {
    ...deps,
    catalogue: Catalogue.parse({ version, publishedAt: new Date(clock.now()).toISOString(), ...content }),
    async read(digest) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await evidence.read(store, digest)) ?? []) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
