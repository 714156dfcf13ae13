/**
 * Removes what is on this device when a supervisor has said so (S3): keys first, then files. A plain receipt is
 * written before anything is removed, so that a process that is killed in between goes on at its next start, and is
 * sent until the central API has taken it.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { WipeReceipt, type WipeOrder } from '../../../contract/devices.ts';
import { InstanceId } from '../../../contract/primitives.ts';
import type { Ports, TimerHandle } from '../ports.ts';
import { syncPath } from '../store/migrate.ts';
import { createCentralClient, type CentralClientDeps } from '../sync/central-client.ts';
import type { KeyKeeper } from './profiles.ts';

const Wipe = WipeReceipt.extend({ instanceId: InstanceId });
type Wipe = z.infer<typeof Wipe>;

/** What was in the files that were open; null where they were not. */
export type Lost = Readonly<{ personId: string; waiting: number; drafts: number }>;

export interface Wipes {
  /** Every file of these people at this central API is gone when it returns; the receipts follow. */
  carryOut(instanceId: string, orders: readonly WipeOrder[], open: Lost | null): Promise<void>;
  /** Goes on with what an earlier process began. Returns whose files are gone. */
  resume(): Promise<readonly WipeReceipt[]>;
  close(): void;
}

export type WipesDeps = Readonly<{
  dataDir: string;
  centralUrl: string;
  deviceId: string;
  keys: KeyKeeper;
  ports: Ports;
  http?: CentralClientDeps['http'];
  limits?: CentralClientDeps['limits'];
}>;

const AGAIN_MS = 60_000;
const nobody = { reached: () => undefined, lost: () => undefined };

export function createWipes(deps: WipesDeps): Wipes {
  const { ports, keys } = deps;
  const folder = join(deps.dataDir, 'wipes');
  let timer: TimerHandle | null = null;
  let closed = false;
  let sending: Promise<void> | null = null;

  const pathOf = (wipe: Wipe): string => join(folder, `${wipe.instanceId}-${wipe.personId}.json`);

  function note(wipe: Wipe): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const next = `${pathOf(wipe)}.new`;
    writeFileSync(next, JSON.stringify(wipe), { mode: 0o600, flush: true });
    renameSync(next, pathOf(wipe));
    syncPath(folder);
  }

  /** One that cannot be read is left where it is: it names nothing that could be removed. */
  function noted(): Wipe[] {
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => {
          try {
            return [Wipe.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))];
          } catch {
            ports.log.warn('wipe.unreadable');
            return [];
          }
        });
    } catch {
      return [];
    }
  }

  async function remove(wipe: Wipe): Promise<void> {
    const name = `${wipe.instanceId}-${wipe.personId}`;
    await keys.destroy(`profile-${name}`);
    rmSync(join(deps.dataDir, 'profiles', name), { recursive: true, force: true, maxRetries: 3 });
  }

  async function send(wipe: Wipe): Promise<void> {
    const client = createCentralClient({
      origin: deps.centralUrl,
      deviceId: deps.deviceId,
      clock: ports.clock,
      timers: ports.timers,
      tokens: null,
      observer: nobody,
      instanceId: wipe.instanceId,
      ...(deps.http === undefined ? {} : { http: deps.http }),
      ...(deps.limits === undefined ? {} : { limits: deps.limits }),
    });
    try {
      const answer = await client.call('devices.wiped', {
        params: { id: deps.deviceId },
        body: JSON.stringify(WipeReceipt.parse(wipe)),
      });
      // A receipt that the central API does not know (a backup was restored there) will never be taken.
      const done = answer.kind === 'ok' || (answer.kind === 'problem' && answer.problem.code === 'not-found');
      if (done) rmSync(pathOf(wipe), { force: true });
    } finally {
      client.close();
    }
  }

  async function sendAll(): Promise<void> {
    for (const wipe of noted()) if (!closed) await send(wipe);
    if (!closed && noted().length > 0) timer = ports.timers.set(kick, AGAIN_MS);
  }

  function kick(): void {
    timer = null;
    sending ??= sendAll()
      .catch(() => ports.log.warn('wipe.not-sent'))
      .finally(() => (sending = null));
  }

  return {
    async carryOut(instanceId, orders, open) {
      const wipes = orders.map(({ personId, receipt }): Wipe => ({
        instanceId: instanceId as Wipe['instanceId'],
        personId,
        receipt,
        waiting: open?.personId === personId ? open.waiting : null,
        drafts: open?.personId === personId ? open.drafts : null,
        wipedAt: new Date(ports.clock.now()).toISOString(),
      }));
      for (const wipe of wipes) note(wipe);
      for (const wipe of wipes) await remove(wipe);
      ports.log.info('device.wiped', { profiles: wipes.length });
      if (timer !== null) ports.timers.clear(timer);
      kick();
    },
    async resume() {
      const begun = noted();
      for (const wipe of begun) await remove(wipe);
      if (begun.length > 0) kick();
      return begun;
    },
    close() {
      closed = true;
      if (timer !== null) ports.timers.clear(timer);
    },
  };
}
