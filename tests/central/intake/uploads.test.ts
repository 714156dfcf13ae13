import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { receiveCases } from '../../../central/intake/receive.ts';
import { day } from '../../../central/ports.ts';
import { createEvidenceStore } from '../../../central/store/evidence-store.ts';
import { openS3Blobs } from '../../../central/store/s3-blobs.ts';
import { sweepEvidence } from '../../../central/uploads/sweep-evidence.ts';
import { createUploads, type Uploads } from '../../../central/uploads/uploads.ts';
import type { IncomingCase } from '../../../contract/import.ts';
import { createTestClock } from '../../support/central.ts';
import { incomingCase, jobPost } from '../../support/central-factories.ts';
import { s3Credentials, startS3 } from '../../support/s3.ts';
import { openIntakeStore, storeKinds, type IntakeStore } from './intake-store.ts';

const PART = 300_000;
const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
let seed = 0;
/** Content that no other test has. */
function freshContent(bytes: number): Buffer {
  const content = Buffer.alloc(bytes, `content ${(seed += 1)} `);
  return content;
}

async function uploadAll(uploads: Uploads, content: Buffer, producer = 'detector'): Promise<string> {
  const digest = digestOf(content);
  await uploads.begin(producer, { digest, bytes: content.byteLength });
  for (let start = 0; start < content.byteLength; start += PART) {
    await uploads.part(producer, digest, start, content.subarray(start, start + PART));
  }
  return digest;
}

const naming = (item: object, externalId = `case-${(seed += 1)}`): IncomingCase =>
  incomingCase({
    externalId,
    queue: 'job-posts',
    evidence: [{ key: 'post', document: jobPost('A post') as never }, { key: 'more', ...item } as never],
  });

describe.each(storeKinds)('uploads over %s', (kind) => {
  const clock = createTestClock();
  let deps: IntakeStore;
  let uploads: Uploads;

  beforeAll(async () => {
    deps = await openIntakeStore(kind, clock);
    uploads = createUploads(deps);
  });
  afterAll(() => deps?.close());

  const receive = (incoming: IncomingCase, producer = 'detector') =>
    receiveCases(deps, { producer, catalogue: deps.catalogue, cases: [incoming] }).then(([one]) => one!);

  test('E1: content in parts is complete when its digest matches, and a case can name it', async () => {
    const content = freshContent(PART * 2 + 17);
    const digest = digestOf(content);
    const begun = await uploads.begin('detector', { digest, bytes: content.byteLength });
    expect(begun).toEqual({ digest, bytes: content.byteLength, received: 0, complete: false });
    await uploads.part('detector', digest, 0, content.subarray(0, PART));
    // Begun again by a sender that forgot: it learns where to go on.
    expect(await uploads.begin('detector', { digest, bytes: content.byteLength })).toMatchObject({
      received: PART,
      complete: false,
    });
    await uploads.part('detector', digest, PART, content.subarray(PART, PART * 2));
    const last = await uploads.part('detector', digest, PART * 2, content.subarray(PART * 2));
    expect(last).toMatchObject({ received: content.byteLength, complete: true });
    expect(await receive(naming({ kind: 'image', mediaType: 'image/png', digest }))).toMatchObject({
      status: 'added',
    });
    expect(await deps.read(digest)).toBe(content.toString());
  });

  test('a part whose answer was lost is answered again; one too early names where to go on', async () => {
    const content = freshContent(PART * 2);
    const digest = digestOf(content);
    await uploads.begin('detector', { digest, bytes: content.byteLength });
    const first = content.subarray(0, PART);
    await uploads.part('detector', digest, 0, first);
    expect(await uploads.part('detector', digest, 0, first)).toMatchObject({ received: PART });
    await expect(
      uploads.part('detector', digest, PART + 5, content.subarray(PART + 5)),
    ).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ field: 'offset', message: `${PART} was expected` }],
    });
    const twice = await Promise.all([
      uploads.part('detector', digest, PART, content.subarray(PART)),
      uploads.part('detector', digest, PART, content.subarray(PART)),
    ]);
    expect(twice.map(({ complete }) => complete)).toEqual([true, true]);
    expect(await uploads.part('detector', digest, PART, content.subarray(PART))).toMatchObject({
      complete: true,
    });
    expect(await deps.read(digest)).toBe(content.toString());
  });

  test('E1: content of another digest is refused by field, and the upload begins anew', async () => {
    const content = freshContent(900);
    const digest = digestOf(content);
    await uploads.begin('detector', { digest, bytes: 900 });
    await expect(uploads.part('detector', digest, 0, freshContent(900))).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ field: 'digest' }],
    });
    await expect(uploads.part('detector', digest, 0, content)).rejects.toMatchObject({ code: 'not-found' });
    expect(await uploadAll(uploads, content)).toBe(digest);
  });

  test.each([
    ['past its end', 100, 901, 'offset'],
    ['that is empty', 0, 0, 'body'],
  ])('a part %s names the field', async (_what, offset, bytes, field) => {
    const digest = digestOf(freshContent(1000));
    await uploads.begin('detector', { digest, bytes: 1000 });
    await expect(uploads.part('detector', digest, offset, Buffer.alloc(bytes))).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ field }],
    });
    await expect(uploads.begin('detector', { digest, bytes: 999 })).rejects.toMatchObject({
      errors: [{ field: 'bytes' }],
    });
  });

  test('what one producer uploaded, another cannot name', async () => {
    const digest = await uploadAll(uploads, freshContent(5000));
    const incoming = naming({ kind: 'image', mediaType: 'image/png', digest });
    expect(await receive(incoming, 'vendor')).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('evidence.1'),
    });
    expect(await receive(incoming)).toMatchObject({ status: 'added' });
  });

  test('a thread too long for a body comes as an uploaded document, with spans and sensitive fields', async () => {
    const messages = Array.from({ length: 20_000 }, (_, index) => ({
      id: `m-${index}`,
      from: 'a',
      at: null,
      text: `message ${index}, written at length so that the thread is long enough`,
    }));
    const document = { kind: 'messages', participants: [{ id: 'a', label: 'A', role: 'client' }], messages };
    const digest = await uploadAll(uploads, Buffer.from(JSON.stringify(document)));
    const answer = await receive(naming({ documentDigest: digest, sensitiveFields: ['/messages/7/text'] }));
    if (answer.status !== 'added') throw new Error(JSON.stringify(answer));
    const { rows } = await deps.store.query<{ kind: string; digest: string; restricted_digest: string }>(
      `select kind, digest, restricted_digest from evidence_item where case_id = $1 and kind = 'messages'`,
      [answer.caseId],
    );
    expect(JSON.parse(await deps.read(rows[0]!.digest)).messages[19_999].text).toMatch(/^message 19999,/);
    expect(JSON.parse(await deps.read(rows[0]!.restricted_digest)).messages[7].text).toBe('—');
  });

  test('uploaded bytes that are no document are refused, and the field is named', async () => {
    const digest = await uploadAll(uploads, freshContent(5000));
    expect(await receive(naming({ documentDigest: digest }))).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('evidence.1.document'),
    });
  });

  test('what was uploaded and never named goes after a week, and what a case names stays', async () => {
    const used = freshContent(PART * 2);
    const usedDigest = await uploadAll(uploads, used);
    await receive(naming({ kind: 'image', mediaType: 'image/png', digest: usedDigest }));
    const unused = await uploadAll(uploads, freshContent(PART * 2));
    const unfinished = digestOf(freshContent(777_777));
    await uploads.begin('detector', { digest: unfinished, bytes: 777_777 });
    await uploads.part('detector', unfinished, 0, Buffer.alloc(1000));
    clock.advance(6 * day);
    await sweepEvidence(deps);
    expect(await deps.evidence.stat(deps.store, unused)).not.toBeNull();
    clock.advance(2 * day);
    await sweepEvidence(deps);
    clock.advance(day);
    await sweepEvidence(deps);
    expect(await deps.evidence.stat(deps.store, unused)).toBeNull();
    expect(await deps.evidence.blobs.writtenAt(`${unused.slice(0, 2)}/${unused}`)).toBeNull();
    expect(await deps.read(usedDigest)).toBe(used.toString());
    const { count } = await deps.store.query(
      'select 1 from upload_part union all select 1 from evidence_garbage',
    );
    expect(count).toBe(0);
    // Gone for the producer too: it is brought again.
    await expect(uploads.part('detector', unfinished, 1000, Buffer.alloc(1))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('evidence in S3: uploaded in parts, named by a case, read in part', async () => {
  for (const [name, value] of Object.entries(s3Credentials)) vi.stubEnv(name, value);
  const s3 = await startS3();
  const blobs = await openS3Blobs(s3.place);
  const base = await openIntakeStore('PostgreSQL');
  try {
    const deps = { ...base, evidence: createEvidenceStore(blobs) };
    const content = freshContent(PART * 3 + 5);
    const digest = await uploadAll(createUploads(deps), content);
    const incoming = naming({ kind: 'media', mediaType: 'video/webm', digest });
    const [answer] = await receiveCases(deps, {
      producer: 'detector',
      catalogue: deps.catalogue,
      cases: [incoming],
    });
    expect(answer).toMatchObject({ status: 'added' });
    const pieces: Uint8Array[] = [];
    for await (const piece of (await deps.evidence.read(deps.store, digest, { start: 5, end: 400_004 }))!) {
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces).equals(content.subarray(5, 400_005))).toBe(true);
  } finally {
    await base.close();
    blobs.close();
    await s3.close();
    vi.unstubAllEnvs();
  }
});
