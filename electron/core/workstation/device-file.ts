import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceId, InstanceId, PersonId } from '../../../contract/primitives.ts';
import type { Ids } from '../ports.ts';

const LastProfile = z.object({ instanceId: InstanceId, personId: PersonId });
const DeviceFile = z.object({ deviceId: DeviceId, last: LastProfile.nullable() });
export type LastProfile = Readonly<z.infer<typeof LastProfile>>;
export type Device = Readonly<z.infer<typeof DeviceFile>>;

/** `device.json`: who this device is, and whose profile was open last. Plain, because it holds no content. */
export interface DeviceStore {
  readonly deviceId: string;
  last(): LastProfile | null;
  remember(last: LastProfile | null): void;
}

/** A file that is missing or cannot be read makes this a new device: work is keyed by person, so none is lost. */
export function openDeviceFile(dataDir: string, ids: Ids): DeviceStore {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'device.json');
  let device = read(path);
  if (device === null) {
    device = DeviceFile.parse({ deviceId: ids.uuidv7(), last: null });
    write(path, device);
  }
  let current: Device = device;
  return {
    deviceId: current.deviceId,
    last: () => current.last,
    remember(last) {
      current = { ...current, last };
      write(path, current);
    },
  };
}

function read(path: string): Device | null {
  try {
    return DeviceFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Whole or not at all, and on disk when it returns. */
function write(path: string, device: Device): void {
  const next = `${path}.new`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(device));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}
