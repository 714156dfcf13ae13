/** A whole workstation over a folder, as a shell opens it, and a second look at its files from beside it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Answer, BridgeInput, BridgeMethod, BridgeResult } from '../../contract/bridge.ts';
import { createSystemClock, createSystemIds, silentLog } from '../../electron/core/ports.ts';
import { openFile } from '../../electron/core/store/database.ts';
import { openWorkstation, type KeyKeeper } from '../../electron/core/workstation.ts';
import { withoutEncryption } from './without-encryption.ts';

export type Seat = Awaited<ReturnType<typeof openSeat>>;
export type SeatPlan = Readonly<{
  dataDir: string;
  centralUrl: string;
  instanceId: string;
  personId: string;
  encrypted: boolean;
}>;

/** One key for all: a benchmark keeps no secret, and may be opened again by another process. */
const key = new Uint8Array(randomBytes(32));
export const keeperOf = (one: Uint8Array): KeyKeeper => ({
  read: async () => one,
  create: async () => one,
  destroy: async () => undefined,
});

export function openCore(dataDir: string, centralUrl: string, one: Uint8Array) {
  return openWorkstation({
    dataDir,
    centralUrl,
    shell: 'loopback',
    version: '0.0.0-bench',
    demo: false,
    keys: keeperOf(one),
    clock: createSystemClock(),
    ids: createSystemIds(),
    log: silentLog,
    evidenceUrl: (digest) => `evidence:${digest}`,
  });
}

export async function openSeat(plan: SeatPlan) {
  const open = <Value>(run: () => Promise<Value>): Promise<Value> =>
    plan.encrypted ? run() : withoutEncryption(run);
  const workstation = await openCore(plan.dataDir, plan.centralUrl, key);
  const folder = join(plan.dataDir, 'profiles', `${plan.instanceId}-${plan.personId}`);
  const path = (kind: 'work' | 'cache'): string => join(folder, `${kind}.db`);

  async function ask<M extends BridgeMethod>(method: M, params: BridgeInput<M>): Promise<BridgeResult<M>> {
    const answer = (await workstation.invoke(method, params)) as Answer<M>;
    if (!answer.ok)
      throw new Error(`${method}: ${answer.code} ${answer.detail} ${JSON.stringify(answer.errors)}`);
    return answer.value;
  }

  return {
    key,
    workstation,
    ask,
    /** Makes the files: they are encrypted, or not, for as long as they are open. */
    signIn: () => open(() => ask('session.signIn', { username: 'reviewer-07', password: 'any' })),
    beside: <Kind extends 'work' | 'cache'>(kind: Kind) =>
      open(async () => openFile(kind, path(kind), key, { mustExist: true })),
    close: () => workstation.close(),
  };
}
