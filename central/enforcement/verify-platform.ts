import { Readable } from 'node:stream';
import type { FastifyRequest, RequestPayload } from 'fastify';
import { signatureHeader } from '../../contract/enforcement.ts';
import type { Clock } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { PlatformPlace } from './platform.ts';
import { isSigned } from './signature.ts';

/** An answer is a few hundred bytes. */
const LONGEST_BODY = 64 * 1024;

/** Reads the body as it was sent, because that is what was signed, and passes it on. */
export function createPlatformGate(
  place: PlatformPlace | null,
  clock: Clock,
): (request: FastifyRequest, payload: RequestPayload) => Promise<RequestPayload> {
  return async (request, payload) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of payload as AsyncIterable<Buffer>) {
      bytes += piece.byteLength;
      if (bytes > LONGEST_BODY) throw new Refusal('too-large', 'the body is too large');
      pieces.push(piece);
    }
    const body = Buffer.concat(pieces);
    if (place === null || !isSigned(place.secrets, request.headers[signatureHeader], body, clock.now())) {
      throw new Refusal('signed-out', 'it is not signed by the platform');
    }
    return Readable.from([body]) as RequestPayload;
  };
}
