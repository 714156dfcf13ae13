import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import type { Producer } from './producer.ts';
import { findByKey, type ProducerDeps } from './producers.ts';
import { createTokenBuckets } from './token-buckets.ts';

/** Lets requests with a producer's key in, at the rate that the producer is given. */
export function createProducerGate(
  deps: ProducerDeps & { readonly runningMs: () => number },
): (request: FastifyRequest) => Promise<Producer> {
  const buckets = createTokenBuckets(deps.runningMs);
  return async (request) => {
    const [scheme, key] = (request.headers.authorization ?? '').split(' ');
    const producer =
      scheme?.toLowerCase() === 'bearer' && key?.startsWith('dkp_') ? await findByKey(deps, key) : null;
    if (!producer) throw new Refusal('signed-out', 'there is no such key');
    const retryAfterMs = buckets.take(producer.id, producer.requestsAMinute);
    if (retryAfterMs > 0) {
      throw new Refusal('too-many-requests', `${producer.requestsAMinute} requests a minute are allowed`, {
        retryAfterMs,
      });
    }
    return producer;
  };
}
