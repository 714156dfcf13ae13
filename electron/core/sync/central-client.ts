/**
 * The only module that touches the network: one origin, no redirects, bounded in size and time. What comes back is
 * a value: an answer of the central API, a problem that it states in our words, or no contact. Everything that is
 * not recognisably its own (a captive portal, a proxy's page) is no contact (D7, R9).
 */
import type { Readable } from 'node:stream';
import { create } from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { z } from 'zod';
import { protocolHeader, protocolVersion, routes } from '../../../contract/api.ts';
import type { RouteAnswer, RouteName } from '../../../contract/api.ts';
import { Problem } from '../../../contract/problem.ts';
import type { Clock, Timers } from '../ports.ts';
import { noContactOf, retryAfterOf } from './no-contact.ts';
import type { NoContact } from './no-contact.ts';
import { readWithin, readText, TimeLimit } from './read-body.ts';

export type CallResult<Value> =
  | Readonly<{ kind: 'ok'; value: Value }>
  | Readonly<{ kind: 'problem'; problem: Problem }>
  | NoContact;

/** Where access tokens come from; `refresh` is one request however many wait (L3). */
export interface TokenSource {
  access(): string | null;
  refresh(): Promise<'refreshed' | 'refused' | 'no-contact'>;
}

export interface ContactObserver {
  /** The central API answered in its own words. The offset is null where the answer names no time. */
  reached(clockOffsetMs: number | null): void;
  lost(why: NoContact): void;
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Bytes that are sent as they are. */
  readonly body?: string;
  /** Reads the answer with another schema than the route's own, for example one change at a time (R8). */
  readonly schema?: z.ZodType;
}

export interface OpenOptions extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly silenceMs: number;
  /** A failure is not told to the observer: a proxy may let everything through but a stream. */
  readonly quiet?: boolean;
}

export interface OpenBody {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** Passes each piece on until the end; ends early by itself when it is silent too long. */
  read(onPiece: (piece: Uint8Array) => void): Promise<{ kind: 'end' } | NoContact>;
  abort(): void;
}

export interface CentralClient {
  call<Name extends RouteName>(name: Name, options?: CallOptions): Promise<CallResult<RouteAnswer<Name>>>;
  callAs<Schema extends z.ZodType>(
    name: RouteName,
    schema: Schema,
    options?: CallOptions,
  ): Promise<CallResult<z.output<Schema>>>;
  /** For what is not JSON: evidence, and the stream. `silenceMs` is the longest pause between two pieces. */
  open(
    name: RouteName,
    options: OpenOptions,
  ): Promise<Readonly<{ kind: 'open'; body: OpenBody }> | Exclude<CallResult<never>, { kind: 'ok' }>>;
  close(): void;
}

export interface CentralClientDeps {
  readonly origin: string;
  readonly deviceId: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly tokens: TokenSource | null;
  readonly observer: ContactObserver;
  /** Once known, answers of any other central API are no contact (W2). */
  readonly instanceId: string | null;
  readonly http?: AxiosInstance;
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  /** To the first byte of the answer. */
  readonly answerMs: number;
  readonly silenceMs: number;
  readonly overallMs: number;
  readonly bytes: number;
}

const defaultLimits: Limits = {
  answerMs: 10_000,
  silenceMs: 8_000,
  overallMs: 45_000,
  bytes: 32 * 1024 * 1024,
};

export function createCentralClient(deps: CentralClientDeps): CentralClient {
  const { clock, timers, tokens, observer } = deps;
  const limits: Limits = { ...defaultLimits, ...deps.limits };
  const origin = new URL(deps.origin).origin;
  const http = deps.http ?? createHttp();
  const closing = new AbortController();

  const lost = (why: NoContact): NoContact => {
    // What was ended from this side says nothing about the central API.
    if (!closing.signal.aborted) observer.lost(why);
    return why;
  };

  async function send(
    name: RouteName,
    options: CallOptions & { readonly headers?: Readonly<Record<string, string>> },
    limit: TimeLimit,
  ): Promise<AxiosResponse<Readable>> {
    const token = tokens?.access() ?? null;
    return http.request<Readable>({
      method: routes[name].method,
      url: urlOf(origin, routes[name].path, options),
      headers: {
        accept: 'application/json, application/problem+json, */*;q=0.1',
        [protocolHeader]: String(protocolVersion),
        'docket-device': deps.deviceId,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      data: options.body,
      signal: AbortSignal.any([limit.signal, closing.signal]),
    });
  }

  /** Retries once with a new token, when the old one was refused in our words. */
  async function withToken<Result extends { kind: string }>(
    attempt: () => Promise<Result | Readonly<{ kind: 'problem'; problem: Problem }>>,
  ): Promise<Result | Readonly<{ kind: 'problem'; problem: Problem }> | NoContact> {
    const used = tokens?.access() ?? null;
    const first = await attempt();
    if (tokens === null || !('problem' in first) || first.problem.code !== 'signed-out') return first;
    if (tokens.access() === used) {
      const refreshed = await tokens.refresh();
      if (refreshed === 'refused') return first;
      if (refreshed === 'no-contact') {
        return { kind: 'no-contact', reason: 'unreachable', detail: 'no new token', retryAfterMs: null };
      }
    }
    return attempt();
  }

  function problemOf(text: string): Problem | null {
    const parsed = Problem.safeParse(parseJson(text));
    if (!parsed.success) return null;
    if (deps.instanceId !== null && parsed.data.instanceId !== deps.instanceId) return null;
    return parsed.data;
  }

  /** What an answer outside 200 to 299 means. */
  function refusal(
    response: AxiosResponse<Readable>,
    text: string,
    quiet = false,
  ): Exclude<CallResult<never>, { kind: 'ok' }> {
    const problem = problemOf(text);
    const why =
      noContactOf(response.status, problem, retryAfterOf(response, problem, clock.now())) ??
      (problem === null ? notCentral(`status ${response.status}`) : null);
    if (why !== null || problem === null) return quiet && why !== null ? why : lost(why ?? notCentral(''));
    observer.reached(null);
    return { kind: 'problem', problem };
  }

  const client: CentralClient = {
    call(name, options = {}) {
      const route = routes[name];
      if (!('answer' in route)) throw new Error(`${name} has no JSON answer`);
      return client.callAs(name, route.answer as z.ZodType, options) as Promise<
        CallResult<RouteAnswer<typeof name>>
      >;
    },

    callAs<Schema extends z.ZodType>(name: RouteName, schema: Schema, options: CallOptions = {}) {
      return withToken<CallResult<z.output<Schema>>>(async () => {
        const limit = new TimeLimit(timers, limits.overallMs);
        const startedAt = clock.now();
        try {
          limit.expectWithin(limits.answerMs);
          const response = await send(name, options, limit);
          const text = await readText(response.data, limit, limits);
          if (response.status < 200 || response.status > 299) return refusal(response, text);
          const parsed = schema.safeParse(parseJson(text));
          if (!parsed.success) return lost(notCentral(firstIssue(parsed.error)));
          const said = Said.safeParse(parsed.data).data;
          if (
            deps.instanceId !== null &&
            said?.instanceId !== undefined &&
            said.instanceId !== deps.instanceId
          ) {
            return lost(notCentral('another central API answered'));
          }
          const endedAt = clock.now();
          observer.reached(
            said?.serverTime === undefined
              ? null
              : Math.round(Date.parse(said.serverTime) - (startedAt + endedAt) / 2),
          );
          return { kind: 'ok', value: parsed.data };
        } catch (error) {
          return lost(limit.explain(error));
        } finally {
          limit.end();
        }
      });
    },

    open(name, options) {
      return withToken<Readonly<{ kind: 'open'; body: OpenBody }> | NoContact>(async () => {
        const limit = new TimeLimit(timers, null);
        try {
          limit.expectWithin(limits.answerMs);
          const response = await send(name, options, limit);
          const { status } = response;
          if ((status < 200 || status > 299) && status !== 416) {
            const text = await readText(response.data, limit, { ...limits, bytes: 65_536 });
            limit.end();
            return refusal(response, text, options.quiet === true);
          }
          const body: OpenBody = {
            status,
            header: (header) => {
              const value: unknown = response.headers[header.toLowerCase()];
              return typeof value === 'string' ? value : null;
            },
            async read(onPiece) {
              try {
                await readWithin(response.data, limit, options.silenceMs, onPiece);
                return { kind: 'end' };
              } catch (error) {
                return limit.explain(error);
              } finally {
                limit.end();
              }
            },
            abort() {
              limit.abort();
              response.data.destroy();
            },
          };
          return { kind: 'open', body };
        } catch (error) {
          limit.end();
          const why = limit.explain(error);
          return options.quiet === true ? why : lost(why);
        }
      });
    },

    close: () => closing.abort(),
  };
  return client;
}

const Said = z.object({ instanceId: z.string().optional(), serverTime: z.string().optional() });

const notCentral = (detail: string): NoContact => ({
  kind: 'no-contact',
  reason: 'not-central',
  detail,
  retryAfterMs: null,
});

function createHttp(): AxiosInstance {
  return create({
    adapter: 'http',
    responseType: 'stream',
    maxRedirects: 0,
    proxy: false,
    maxBodyLength: 64 * 1024 * 1024,
    // Every status is looked at by what it carries (D7).
    validateStatus: () => true,
    // The body is text already, and stays the bytes that it is (D6).
    transformRequest: [(data: unknown) => data],
  });
}

/** Never leaves the origin, whatever a parameter holds. */
function urlOf(origin: string, path: string, options: CallOptions): string {
  const filled = path.replaceAll(/:([a-z]+)/gi, (_whole, name: string) =>
    encodeURIComponent(options.params?.[name] ?? ''),
  );
  const url = new URL(`${origin}${filled}`);
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, String(value));
  return url.href;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where an answer is not what it should be; never what it says there. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'not an answer of ours' : `${issue.path.join('.')}: ${issue.code}`;
}
