import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkstationDeps } from '../core/workstation.ts';

const KEY_BYTES = 32;
/** Not on Windows, where the mode says nothing and the profile folder's access list protects the file. */
const modesCount = process.platform !== 'win32';

/**
 * Keys as files of this user alone: a 0600 file for each name in a 0700 folder. Weaker than a keychain, because
 * whoever can read this user's files can read the key beside the database that it opens.
 */
export function createKeyFiles(dir: string): WorkstationDeps['keys'] {
  const pathOf = (name: string): string => {
    if (!/^[a-z0-9][a-z0-9._-]{0,150}$/i.test(name))
      throw new Error('a key has a name that no file can have');
    return join(dir, `${name}.key`);
  };

  return {
    async read(name) {
      const path = pathOf(name);
      let file;
      try {
        // A link in place of the file could lead to a key that somebody else wrote.
        file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
      try {
        const info = await file.stat();
        refuseUnlessPrivate(path, info);
        refuseUnlessPrivate(dir, await stat(dir));
        if (info.size !== KEY_BYTES) {
          throw new Error(`${path} holds ${info.size} bytes where a key has ${KEY_BYTES}: it is damaged`);
        }
        return new Uint8Array(await file.readFile());
      } finally {
        await file.close();
      }
    },

    async create(name) {
      const path = pathOf(name);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      refuseUnlessPrivate(dir, await stat(dir));
      const key = randomBytes(KEY_BYTES);
      // Exclusive: a key that is there may already have encrypted something.
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(key);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(dir);
      return new Uint8Array(key);
    },

    async destroy(name) {
      const path = pathOf(name);
      try {
        const file = await open(path, 'r+');
        try {
          await file.write(new Uint8Array(KEY_BYTES), 0, KEY_BYTES, 0);
          await file.sync();
        } finally {
          await file.close();
        }
        await unlink(path);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      await syncFolder(dir);
    },
  };
}

function refuseUnlessPrivate(path: string, info: { readonly mode: number; readonly uid: number }): void {
  if (!modesCount) return;
  if ((info.mode & 0o077) !== 0) {
    const mode = (info.mode & 0o777).toString(8).padStart(3, '0');
    throw new Error(
      `${path} can be read by others (mode ${mode}): take their access away (chmod go-rwx) first`,
    );
  }
  if (info.uid !== process.getuid?.()) throw new Error(`${path} belongs to another user`);
}

/** Makes a new name in a folder survive a power cut. Windows cannot open a folder, and does it by itself. */
async function syncFolder(dir: string): Promise<void> {
  if (!modesCount) return;
  try {
    const folder = await open(dir, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
