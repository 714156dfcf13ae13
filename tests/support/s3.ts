import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Place } from '../../central/store/s3-blobs.ts';

interface S3rver {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
/** It comes without types. */
const Server = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver;

/** A real server of the S3 protocol on a port of its own, with one empty bucket. */
export async function startS3(): Promise<{
  readonly place: S3Place;
  readonly url: string;
  close(): Promise<void>;
}> {
  const directory = mkdtempSync(join(tmpdir(), 'docket-s3-'));
  const server = new Server({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'evidence' }],
  });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    place: { bucket: 'evidence', prefix: 'docket/', endpoint, region: 'us-east-1', pathStyle: true },
    url: `s3://evidence/docket?path-style=1&endpoint=${encodeURIComponent(endpoint)}`,
    async close() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The credentials that this server takes. */
export const s3Credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
