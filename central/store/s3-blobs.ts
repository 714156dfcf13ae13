/** Blobs in any store that speaks Amazon's S3 protocol. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { BlobStore } from './blob-store.ts';

export interface S3Place {
  readonly bucket: string;
  /** Before every name: `docket/` or empty. */
  readonly prefix: string;
  /** Of a store that is not Amazon's. */
  readonly endpoint?: string;
  readonly region: string;
  /** `https://endpoint/bucket/…` rather than `https://bucket.endpoint/…`. */
  readonly pathStyle: boolean;
}

/** The protocol's least for a part that is not the last is 5 MiB, and its most is 10,000 parts: 160 GiB. */
const PART_BYTES = 16 * 1024 ** 2;

export interface S3Blobs extends BlobStore {
  close(): void;
}

/**
 * Credentials come from where Amazon's tools look for them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or
 * the machine's role. Throws where the bucket cannot be reached, so that a start with a wrong setting fails at once.
 */
export async function openS3Blobs(place: S3Place): Promise<S3Blobs> {
  const client = new S3Client({
    region: place.region,
    forcePathStyle: place.pathStyle,
    ...(place.endpoint ? { endpoint: place.endpoint } : {}),
    // Newer checksums are unknown to many stores; content is checked against its SHA-256 anyway (E1).
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });
  const named = (name: string) => ({ Bucket: place.bucket, Key: `${place.prefix}${name}` });
  try {
    await client.send(new HeadBucketCommand({ Bucket: place.bucket }));
  } catch (error) {
    client.destroy();
    throw new Error(`the bucket ${place.bucket} cannot be reached: ${(error as Error).name}`, {
      cause: error,
    });
  }

  return {
    async write(name, content) {
      const parts = inParts(content);
      const first = await parts.next();
      const second = first.done ? first : await parts.next();
      if (second.done) {
        const Body = first.done ? new Uint8Array() : first.value;
        await client.send(new PutObjectCommand({ ...named(name), Body }));
        return;
      }
      await writeInParts(client, named(name), prepend([first.value as Uint8Array, second.value], parts));
    },
    async *read(name, range) {
      const { Body } = await client.send(
        new GetObjectCommand({
          ...named(name),
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
      );
      yield* Body as unknown as AsyncIterable<Uint8Array>;
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand(named(name)));
    },
    async writtenAt(name) {
      try {
        return (await client.send(new HeadObjectCommand(named(name)))).LastModified ?? null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    close: () => client.destroy(),
  };
}

const isMissing = (error: unknown): boolean =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

async function writeInParts(
  client: S3Client,
  target: { readonly Bucket: string; readonly Key: string },
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { ...target, UploadId };
  try {
    const done: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const Body of parts) {
      const PartNumber = done.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      done.push({ PartNumber, ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }));
  } catch (error) {
    // What was sent is kept, and charged for, until it is aborted.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

async function* inParts(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) {
    for (let start = 0; start < content.byteLength; start += PART_BYTES) {
      yield content.subarray(start, start + PART_BYTES);
    }
    return;
  }
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    waiting.push(piece);
    bytes += piece.byteLength;
    while (bytes >= PART_BYTES) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, PART_BYTES);
      const rest = all.subarray(PART_BYTES);
      waiting = [rest];
      bytes = rest.byteLength;
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

async function* prepend<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}
