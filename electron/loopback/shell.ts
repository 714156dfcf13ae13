import { randomBytes } from 'node:crypto';
import type { Workstation, WorkstationDeps } from '../core/workstation.ts';
import { startEvidenceServer } from './evidence-server.ts';
import type { Listener } from './listener.ts';
import { startPageServer } from './page-server.ts';
import { createStaticFiles } from './static-files.ts';

export type ShellDeps = Readonly<{
  /** Opens the workstation, given where its evidence will be found. */
  open(evidenceUrl: (digest: string) => string): Promise<Workstation>;
  rendererDir: string;
  /** 0 takes a free one. */
  port: number;
  log: WorkstationDeps['log'];
}>;

export type Shell = Readonly<{
  /** With the token in its fragment, which browsers never send. */
  url: string;
  close(): Promise<void>;
}>;

/** Listens, opens the workstation behind it, and ends whatever had begun when a part of it fails. */
export async function startShell(deps: ShellDeps): Promise<Shell> {
  const files = await createStaticFiles(deps.rendererDir);
  const token = secret();
  const prefix = secret();
  let workstation: Workstation | null = null;
  let page: Listener | null = null;

  const evidence = await startEvidenceServer({
    content: () => workstation && workstation.evidence.bind(workstation),
    prefix,
    pageOrigin: () => page?.origin ?? null,
    log: deps.log,
  });
  const close = async (): Promise<void> => {
    await Promise.all([page?.close(), evidence.close()]);
    await workstation?.close();
  };
  try {
    workstation = await deps.open((digest) => `${evidence.origin}/${prefix}/${digest}`);
    page = await startPageServer(
      { workstation, files, token, evidenceOrigin: evidence.origin, log: deps.log },
      deps.port,
    );
    return { url: `${page.origin}/#token=${token}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
