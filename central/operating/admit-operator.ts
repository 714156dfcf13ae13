import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { hashToken } from '../sessions/tokens.ts';

/**
 * Lets the operator's own tools in: with the token where one is set, and without one only from this very machine.
 * Behind a proxy everybody comes from the proxy's address, so a proxy is trusted to say who asks, or a token is set.
 */
export function createOperatorGate(token: string | null): (request: FastifyRequest) => void {
  const expected = token === null ? null : hashToken(token);
  return (request) => {
    const [scheme, given] = (request.headers.authorization ?? '').split(' ');
    if (expected !== null) {
      const isRight = scheme?.toLowerCase() === 'bearer' && timingSafeEqual(hashToken(given ?? ''), expected);
      if (!isRight) throw new Refusal('signed-out', "this needs the operator's token");
      return;
    }
    const isForwarded =
      request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
    if (isForwarded || !isLoopback(request.ip)) {
      throw new Refusal('signed-out', 'this is answered to this machine alone unless METRICS_TOKEN is set');
    }
  };
}

const isLoopback = (address: string): boolean => /^(?:127\.|::1$|::ffff:127\.)/.test(address);
