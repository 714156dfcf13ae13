import type { FastifyRequest } from 'fastify';
import { minute } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Producer } from './producer.ts';
import { findByKey, type ProducerDeps } from './producers.ts';

/** A producer may send this much of a minute's requests at once. */
const BURST_MINUTES = 0.25;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Lets requests with a producer's key in, at the rate that the producer is given. The rate is kept in memory, so each
 * API process counts its own.
 */
export function createProducerGate(deps: ProducerDeps): (request: FastifyRequest) => Promise<Producer> {
  const buckets = new Map<string, Bucket>();

  return async (request) => {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    const producer =
      scheme?.toLowerCase() === 'bearer' && key?.startsWith('dkp_') ? await findByKey(deps, key) : null;
    if (!producer) throw new Refusal('signed-out', 'there is no such key');
    const retryAfterMs = take(producer);
    if (retryAfterMs > 0) {
      throw new Refusal('too-many-requests', `${producer.requestsAMinute} requests a minute are allowed`, {
        retryAfterMs,
      });
    }
    return producer;
  };

  /** Takes one request from the bucket; how long to wait in milliseconds where it is empty. */
  function take({ id, requestsAMinute }: Producer): number {
    const now = deps.clock.now();
    const most = Math.max(1, requestsAMinute * BURST_MINUTES);
    const bucket = buckets.get(id) ?? { tokens: most, at: now };
    const perMs = requestsAMinute / minute;
    bucket.tokens = Math.min(most, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    bucket.at = now;
    buckets.set(id, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
    bucket.tokens -= 1;
    return 0;
  }
}
