import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ByteRange {
  readonly start: number;
  /** Inclusive, as in HTTP. */
  readonly end: number;
}

/** Where evidence is that is too large for the database. Names are slugs with slashes; a name is written once. */
export interface BlobStore {
  /** Returns when the bytes are safe: wholly there under their name, or not there. Writing a name again renews its age. */
  write(name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Fails while it is read where there is none of this name. */
  read(name: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>;
  /** When it was last written; null where there is none. */
  writtenAt(name: string): Promise<Date | null>;
}

/** Where content of a digest is: spread over folders, so that none of them grows without end. */
export const contentName = (digest: string): string => `${digest.slice(0, 2)}/${digest}`;

/** Files below `folder`: synced, then renamed into place. */
export function createBlobFolder(folder: string): BlobStore {
  const fileOf = (name: string) => join(folder, ...name.split('/'));
  return {
    async write(name, content) {
      const file = fileOf(name);
      await mkdir(dirname(file), { recursive: true });
      const partial = `${file}.${randomUUID()}.partial`;
      try {
        const handle = await open(partial, 'wx', 0o600);
        try {
          await handle.writeFile(content);
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
    read: (name, range) => createReadStream(fileOf(name), range ?? {}),
    remove: (name) => rm(fileOf(name), { force: true }),
    writtenAt: async (name) => (await stat(fileOf(name)).catch(() => null))?.mtime ?? null,
  };
}

/** A rename is durable once its folder is synced; some systems cannot open one. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (!handle) return;
  await handle.sync().catch(() => {});
  await handle.close();
}
