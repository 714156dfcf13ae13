/** A central API in a process of its own, whose time runs as its parent's does, and which may be killed at any moment. */
import { createBlobFolder } from '../../central/store/blob-store.ts';
import { createEvidenceStore } from '../../central/store/evidence-store.ts';
import { openCentral } from '../../central/central.ts';
import { silentLog, systemIds } from '../../central/ports.ts';
import { openStore } from '../../central/store/open-store.ts';
import type { CentralSettings } from './central-process.ts';
import { readVitals } from './vitals.ts';

const settings = JSON.parse(process.argv[2] ?? '') as CentralSettings;
const store = await openStore({ databaseUrl: settings.databaseUrl, connections: 16 });
const startedAt = Date.now();
const errors: string[] = [];
const central = await openCentral({
  store,
  evidence: createEvidenceStore(createBlobFolder(settings.evidenceFolder)),
  clock: { now: () => startedAt + settings.aheadMs + (Date.now() - startedAt) * settings.timesFaster },
  ids: systemIds,
  log: { ...silentLog, error: (fields, message) => void errors.push(`${message} ${JSON.stringify(fields)}`) },
  version: 'herd',
  housekeeping: false,
  heartbeatMs: 15_000 / settings.timesFaster,
});
await central.app.listen({ port: settings.port, host: '127.0.0.1' });
let ticking = false;
const beat = setInterval(() => {
  if (ticking) return;
  ticking = true;
  void central
    .tick()
    .catch((error: unknown) => errors.push(String(error)))
    .finally(() => (ticking = false));
}, 20_000 / settings.timesFaster);

process.on('message', (asked) => {
  if (asked === 'vitals') process.send?.({ vitals: readVitals(), errors: errors.splice(0) });
});
process.on('disconnect', () => {
  clearInterval(beat);
  process.exit(0);
});
process.send?.({ ready: true });
