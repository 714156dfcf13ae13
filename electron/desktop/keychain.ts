import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { WorkstationDeps } from '../core/workstation.ts';

const KEY_BYTES = 32;

/**
 * Keys sealed by the operating system's keychain, one file for each name. A keychain that does not answer is
 * never a reason to make another key or to delete one. Only after `app` is ready.
 */
export function createKeychain(dir: string): WorkstationDeps['keys'] {
  const pathOf = (name: string): string => {
    if (!/^[a-z0-9][a-z0-9._-]{0,150}$/i.test(name))
      throw new Error('a key has a name that no file can have');
    return join(dir, `${name}.sealed`);
  };
  return {
    async read(name) {
      const sealed = await readFile(pathOf(name)).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (!sealed) return null;
      await requireKeychain();
      const { result } = await safeStorage.decryptStringAsync(sealed).catch(() => {
        throw new Error('the keychain did not open the key of this profile; nothing was changed: try again');
      });
      const key = Buffer.from(result, 'base64');
      if (key.byteLength !== KEY_BYTES) throw new Error('the keychain gave back a key of another length');
      return new Uint8Array(key);
    },

    async create(name) {
      await requireKeychain();
      const key = randomBytes(KEY_BYTES);
      const sealed = await safeStorage.encryptStringAsync(key.toString('base64'));
      // On Linux `v10` marks the key that is the same on every machine.
      if (process.platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10')
        throw noKeychain();
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const file = await open(pathOf(name), 'wx', 0o600);
      try {
        await file.writeFile(sealed);
        await file.sync();
      } finally {
        await file.close();
      }
      return new Uint8Array(key);
    },

    async destroy(name) {
      await unlink(pathOf(name)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
  };
}

async function requireKeychain(): Promise<void> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) throw noKeychain();
  if (process.platform !== 'linux') return;
  const backend = safeStorage.getSelectedStorageBackend();
  if (backend === 'basic_text' || backend === 'unknown') throw noKeychain();
}

function noKeychain(): Error {
  return new Error(
    'this desktop has no keychain that is open (GNOME Keyring or KWallet): Docket keeps no key without one',
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
