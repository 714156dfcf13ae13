/** One line for each request: who asked for what, and how it went. Never what was asked with: queries, bodies and tokens hold content. */
import { routes } from '../../contract/api.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ids, Log } from '../ports.ts';
import type { Metrics } from '../operating/metrics.ts';

export const requestIdHeader = 'x-request-id';
/** Asked for every few seconds by machines. */
const quiet: readonly string[] = [routes.health.path, routes.metrics.path];

/** Takes the id that a proxy gave, where it is one and no text. */
export function requestIdOf(given: string | string[] | undefined, ids: Ids): string {
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : ids.uuid();
}

export function logRequests(app: FastifyInstance, { log, metrics }: { log: Log; metrics: Metrics }): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header(requestIdHeader, request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    write(request, reply.statusCode, reply.elapsedTime);
  });
  // Whoever asked has gone; 499 is what proxies call it.
  app.addHook('onRequestAbort', async (request) => write(request, 499, null));

  function write(request: FastifyRequest, status: number, durationMs: number | null): void {
    // As the table has it: an address that was made up may be anything.
    const route = request.routeOptions.url ?? 'unknown';
    const isStream = route === routes['feed.stream'].path && status === 200;
    if (!isStream && durationMs !== null) {
      metrics.answered({ method: request.method, route, status, durationMs });
    }
    log[quiet.includes(route) ? 'debug' : 'info'](
      {
        request: request.id,
        method: request.method,
        route,
        status,
        ...(durationMs === null ? {} : { durationMs: Math.round(durationMs * 10) / 10 }),
        ...(request.caller ? { person: request.caller.id } : {}),
        ...(request.producer ? { producer: request.producer.id } : {}),
      },
      'request',
    );
  }
}
