import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { hashToken } from '../sessions/tokens.ts';

/**
 * Lets the operator's own tools in: with the token where one is set, and without one only from this very machine.
 * What a reverse proxy hands on comes from this machine too, so nothing that was forwarded is let in without a token,
 * whomever it claims to be for.
 */
export function createOperatorGate(token: string | null): (request: FastifyRequest) => void {
  const expected = token === null ? null : hashToken(token);
  return (request) => {
    if (expected === null) {
      if (isOfThisMachine(request)) return;
      throw new Refusal('signed-out', 'this is answered to this machine alone unless METRICS_TOKEN is set');
    }
    const [scheme, given] = (request.headers.authorization ?? '').split(' ');
    const isRight = scheme?.toLowerCase() === 'bearer' && timingSafeEqual(hashToken(given ?? ''), expected);
    if (!isRight) throw new Refusal('signed-out', "this needs the operator's token");
  };
}

const forwardingHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

function isOfThisMachine(request: FastifyRequest): boolean {
  // The socket's own address: `request.ip` is what a trusted proxy says.
  return (
    isLoopback(request.socket.remoteAddress ?? '') &&
    forwardingHeaders.every((name) => request.headers[name] === undefined)
  );
}

const isLoopback = (address: string): boolean => /^(?:127\.|::1$|::ffff:127\.)/.test(address);
