import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  type RequestPayload,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { protocolHeader, protocolVersion, routes, type Route, type RouteName } from '../../contract/api.ts';
import type { Role } from '../../contract/people.ts';
import type { Caller } from '../caller.ts';
import type { Instance } from '../instance.ts';
import type { Metrics } from '../operating/metrics.ts';
import type { Ids, Log } from '../ports.ts';
import type { Producer } from '../producers/producer.ts';
import { Refusal } from '../refusal.ts';
import type { Contact } from '../sessions/contact.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { sqlState } from '../store/sql.ts';
import type { Call, Handlers } from './handlers.ts';
import { registerDocs } from './openapi.ts';
import { problemOf, refusalOf } from './problems.ts';
import { logRequests, requestIdHeader, requestIdOf } from './request-log.ts';
import { schemaOf } from './route-schema.ts';

/** A hundred decisions with the longest texts that they may have. */
const BODY_BYTES = 8 * 1024 * 1024;
const GZIP_FROM_BYTES = 16 * 1024;
const compress = promisify(gzip);

export interface ServerDeps {
  readonly instance: Instance;
  readonly sessions: Sessions;
  readonly contact: Contact;
  readonly handlers: Handlers;
  readonly admitPlatform: (request: FastifyRequest, payload: RequestPayload) => Promise<RequestPayload>;
  readonly admitProducer: (request: FastifyRequest) => Promise<Producer>;
  readonly admitOperator: (request: FastifyRequest) => void;
  readonly metrics: Metrics;
  readonly ids: Ids;
  readonly log: Log;
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: string | false;
}

export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // Requests in flight finish; whoever closes puts a bound to their time.
    forceCloseConnections: 'idle',
    trustProxy: deps.trustProxy ?? false,
    requestIdHeader: false,
    genReqId: (request) => requestIdOf(request.headers[requestIdHeader], deps.ids),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);
  app.decorateRequest('producer', null);
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  logRequests(app, deps);
  refuseInOurWords(app, deps);
  compressLargeAnswers(app);
  await registerDocs(app);
  for (const name of Object.keys(routes) as RouteName[]) register(app, deps, name);
  await app.ready();
  return app;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null before the session was looked at, and for routes that need none. */
    caller: Caller | null;
    producer: Producer | null;
  }
}

function register(app: FastifyInstance, deps: ServerDeps, name: RouteName): void {
  const route: Route = routes[name];
  const handle = deps.handlers[name] as ((call: Call<RouteName>) => Promise<unknown>) | undefined;
  if (!handle) throw new Error(`the route ${name} has no handler`);
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(name, route),
    bodyLimit: route.contentBytes ?? route.bodyBytes ?? BODY_BYTES,
    // Before the body is read: who may not call learns nothing of it.
    onRequest: async (request) => {
      checkServing(deps.instance, route);
      checkProtocol(request, route);
      await admit(request, deps, route);
    },
    ...(route.roles === 'platform'
      ? { preParsing: async (request, _reply, payload) => deps.admitPlatform(request, payload) }
      : {}),
    handler: async (request, reply) =>
      handle({
        params: request.params,
        query: request.query,
        body: request.body,
        headers: request.headers as unknown,
        get caller() {
          const { caller } = request;
          if (!caller) throw new Error(`${name} asks for a caller and needs no session`);
          return caller;
        },
        get producer() {
          const { producer } = request;
          if (!producer) throw new Error(`${name} asks for a producer and is no route of producers`);
          return producer;
        },
        request,
        reply,
      } as Call<RouteName>),
  });
}

function checkServing(instance: Instance, route: Route): void {
  // An operator has to see why.
  if (instance.serving || route.path === routes.health.path || route.roles === 'operator') return;
  throw new Refusal('not-serving', instance.notServingBecause ?? 'not serving now', { retryAfterMs: 30_000 });
}

/** This protocol and the one before are served (L4). A caller that names none is taken for this one. */
function checkProtocol(request: FastifyRequest, route: Route): void {
  const named = request.headers[protocolHeader];
  if (named === undefined || route.path === routes.health.path) return;
  const version = Number(named);
  if (version !== protocolVersion && version !== protocolVersion - 1) {
    throw new Refusal(
      'protocol-unsupported',
      `protocols ${protocolVersion - 1} and ${protocolVersion} are served`,
    );
  }
}

async function admit(request: FastifyRequest, deps: ServerDeps, route: Route): Promise<void> {
  switch (route.roles) {
    case 'anyone':
      return;
    case 'producer':
      request.producer = await deps.admitProducer(request);
      return;
    case 'platform':
      // Told by the signature over the body, when that is read.
      return;
    case 'operator':
      deps.admitOperator(request);
      return;
    default:
      request.caller = await admitPerson(request, deps, route.roles);
  }
}

async function admitPerson(
  request: FastifyRequest,
  deps: ServerDeps,
  roles: readonly Role[],
): Promise<Caller> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const caller = scheme?.toLowerCase() === 'bearer' && token ? await deps.sessions.authenticate(token) : null;
  if (!caller) throw new Refusal('signed-out', 'there is no session with this token');
  if (!roles.includes(caller.role)) throw new Refusal('forbidden', `not for the role ${caller.role}`);
  await deps.contact.seen(caller);
  return caller;
}

function refuseInOurWords(app: FastifyInstance, { instance, log }: ServerDeps): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const expected = refusalOf(error);
    if (!expected)
      log.error(
        { request: request.id, route: request.routeOptions.url, ...traceOf(error) },
        'a request failed',
      );
    const problem = problemOf(
      expected ?? new Refusal('internal', 'the request could not be served'),
      instance.id,
    );
    if (problem.retryAfterMs !== undefined)
      void reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1000));
    return reply
      .code(problem.status)
      .header('content-type', 'application/problem+json')
      .removeHeader('content-length')
      .removeHeader('content-disposition')
      .serializer(JSON.stringify as (payload: unknown) => string)
      .send(problem);
  });
  app.setNotFoundHandler(() => {
    throw new Refusal('not-found', 'there is no such address');
  });
}

/** A database's message may quote what it was given, so only its code is logged. */
function traceOf(error: Error): object {
  const state = sqlState(error);
  return state ? { state } : { message: error.message, stack: error.stack };
}

function compressLargeAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < GZIP_FROM_BYTES) return payload;
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
    reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').removeHeader('content-length');
    return compress(payload, { level: 1 });
  });
}
