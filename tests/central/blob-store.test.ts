import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createBlobFolder, type BlobStore } from '../../central/store/blob-store.ts';
import { openS3Blobs, type S3Blobs } from '../../central/store/s3-blobs.ts';
import { s3Credentials, startS3 } from '../support/s3.ts';

const folder = mkdtempSync(join(tmpdir(), 'docket-blobs-'));
let s3: Awaited<ReturnType<typeof startS3>>;
let blobs: S3Blobs;

beforeAll(async () => {
  for (const [name, value] of Object.entries(s3Credentials)) vi.stubEnv(name, value);
  s3 = await startS3();
  blobs = await openS3Blobs(s3.place);
});
afterAll(async () => {
  blobs.close();
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* cut(whole: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < whole.byteLength; start += size) yield whole.subarray(start, start + size);
}

/** Every place starts and ends differently, so that no two ranges are alike. */
const patterned = (bytes: number): Buffer => {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE(at, at);
  return content;
};

describe.each<[string, () => BlobStore]>([
  ['a folder', () => createBlobFolder(folder)],
  ['S3', () => blobs],
])('blobs in %s', (_kind, store) => {
  test('come back as they were written, whole and in part', async () => {
    const content = patterned(100_000);
    await store().write('ab/small', content);
    expect((await bytesOf(store().read('ab/small'))).equals(content)).toBe(true);
    const part = await bytesOf(store().read('ab/small', { start: 50_001, end: 60_000 }));
    expect(part.equals(content.subarray(50_001, 60_001))).toBe(true);
  });

  test('larger than one part of the protocol, written from a stream', async () => {
    const content = patterned(40 * 1024 ** 2 + 12);
    await store().write('ab/large', cut(content, 1_000_003));
    expect((await bytesOf(store().read('ab/large'))).equals(content)).toBe(true);
    const end = content.byteLength - 1;
    const last = await bytesOf(store().read('ab/large', { start: end - 9, end }));
    expect(last.equals(content.subarray(-10))).toBe(true);
  }, 30_000);

  test('a stream that breaks leaves nothing under the name', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield patterned(20 * 1024 ** 2);
      throw new Error('the sender went away');
    }
    await expect(store().write('ab/broken', breaking())).rejects.toThrow('the sender went away');
    expect(await store().writtenAt('ab/broken')).toBeNull();
    await expect(bytesOf(store().read('ab/broken'))).rejects.toThrow();
  });

  test('removed is gone, and removing what is not there does nothing', async () => {
    await store().write('ab/old', patterned(8));
    expect((await store().writtenAt('ab/old'))!.getTime()).toBeGreaterThan(Date.now() - 60_000);
    await store().remove('ab/old');
    expect(await store().writtenAt('ab/old')).toBeNull();
    await store().remove('ab/old');
  });

  test('writing a name again renews it', async () => {
    await store().write('ab/again', patterned(8));
    await store().write('ab/again', patterned(12));
    expect(await bytesOf(store().read('ab/again'))).toHaveLength(12);
  });
});

test('no partial file is left in a folder', () => {
  const files = readdirSync(folder, { recursive: true }).map(String);
  expect(files).toContain(join('ab', 'small'));
  expect(files.filter((name) => name.includes('partial'))).toEqual([]);
});

test('a bucket that is not there is said at once', async () => {
  await expect(openS3Blobs({ ...s3.place, bucket: 'elsewhere' })).rejects.toThrow(
    /bucket elsewhere cannot be reached/,
  );
});
