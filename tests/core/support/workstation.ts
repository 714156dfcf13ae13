import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Answer,
  BridgeEvent,
  BridgeInput,
  BridgeMethod,
  BridgeResult,
  QueueRow,
} from '../../../contract/bridge.ts';
import { createSystemIds, silentLog } from '../../../electron/core/ports.ts';
import { openWorkstation, type KeyKeeper, type Workstation } from '../../../electron/core/workstation.ts';

/** How much faster than the wall the running time of these workstations is: an undo window takes 200 ms. */
const FASTER = 25;

/** A data folder with its keys, in which workstations are opened, killed and opened again. */
export function createSeat(centralUrl: string, dataDir = mkdtempSync(join(tmpdir(), 'docket-seat-'))) {
  const keys = new Map<string, Uint8Array>();
  const keeper: KeyKeeper = {
    read: async (name) => keys.get(name) ?? null,
    async create(name) {
      const key = new Uint8Array(randomBytes(32));
      keys.set(name, key);
      return key;
    },
    destroy: async (name) => void keys.delete(name),
  };
  const open: Workstation[] = [];

  return {
    dataDir,
    keys,
    async open(change: Partial<Parameters<typeof openWorkstation>[0]> = {}) {
      const workstation = await openWorkstation({
        dataDir,
        centralUrl,
        shell: 'loopback',
        version: '0.0.0-test',
        demo: false,
        keys: keeper,
        clock: { now: () => Date.now(), monotonic: () => performance.now() * FASTER },
        timers: {
          set: (run, ms) => setTimeout(run, ms / FASTER),
          clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
        },
        ids: createSystemIds(),
        log: silentLog,
        evidenceUrl: (digest) => `evidence:${digest}`,
        checkResults: true,
        ...change,
      });
      open.push(workstation);
      return atSeat(workstation);
    },
    async end() {
      for (const workstation of open) await workstation.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Seated = ReturnType<typeof atSeat>;

function atSeat(workstation: Workstation) {
  const events: BridgeEvent[] = [];
  workstation.subscribe((event) => void events.push(event));
  const invoke = <M extends BridgeMethod>(method: M, params: BridgeInput<M>) =>
    workstation.invoke(method, params) as Promise<Answer<M>>;
  async function ask<M extends BridgeMethod>(method: M, params: BridgeInput<M>): Promise<BridgeResult<M>> {
    const answer = await invoke(method, params);
    if (!answer.ok)
      throw new Error(`${method}: ${answer.code} ${answer.detail} ${JSON.stringify(answer.errors)}`);
    return answer.value;
  }
  const rows = async (): Promise<QueueRow[]> =>
    (await ask('queue.open', { filter: {}, order: 'priority' })).rows;

  return {
    workstation,
    events,
    invoke,
    ask,
    rows,
    signIn: (username: string, password: string) => invoke('session.signIn', { username, password }),
    status: async () => (await ask('app.state', {})).status,
    close: () => workstation.close(),
  };
}

/** Looks again and again until it is so; fails with what was last seen. */
export async function until<Seen>(
  look: () => Promise<Seen>,
  isSo: (seen: Seen) => boolean,
  withinMs = 8000,
): Promise<Seen> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > endsAt)
      throw new Error(`it never became so: ${JSON.stringify(seen)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
