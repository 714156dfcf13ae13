import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteRange } from './evidence-store.ts';

/** Large content, outside the database. */
export interface BlobStore {
  put(digest: string, bytes: Uint8Array): Promise<void>;
  read(digest: string, range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** Files `ab/abcdef…` below `folder`: wholly there, synced, or not there. */
export function createBlobFolder(folder: string): BlobStore {
  const fileOf = (digest: string) => join(folder, digest.slice(0, 2), digest);
  return {
    async put(digest, bytes) {
      const file = fileOf(digest);
      if ((await stat(file).catch(() => null))?.size === bytes.byteLength) return;
      await mkdir(dirname(file), { recursive: true });
      const partial = `${file}.${randomUUID()}.partial`;
      try {
        const handle = await open(partial, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(partial, file);
        await syncFolder(dirname(file));
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    read: (digest, range) => createReadStream(fileOf(digest), range ?? {}),
  };
}

/** A rename is durable once its folder is synced; some systems cannot open one. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (!handle) return;
  await handle.sync().catch(() => {});
  await handle.close();
}
