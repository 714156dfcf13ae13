import { resolve } from 'node:path';
import { z } from 'zod';
import type { PlatformPlace } from '../enforcement/platform.ts';
import type { S3Place } from '../store/s3-blobs.ts';

/** A setting that is wrong; its message names the option or variable. */
export class SettingsError extends Error {}

const Environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  DATABASE_CONNECTIONS: z.coerce.number().pipe(z.int().min(2).max(500)).optional(),
  /** `s3://bucket/prefix?region=…&endpoint=https://…&path-style=1`; a folder where it is not set. */
  EVIDENCE_URL: z
    .string()
    .transform((text, context) => {
      const place = parseS3Url(text);
      if (typeof place !== 'string') return place;
      context.addIssue({ code: 'custom', message: place });
      return z.NEVER;
    })
    .optional(),
  /** The platform's webhook; without it enforcement waits. */
  PLATFORM_URL: z
    .string()
    .refine(isHttpsOrLocal, 'must be an https:// address, or http:// of this machine')
    .optional(),
  /** Signs webhooks and the platform's answers; two with a comma while one is changed for the other. */
  PLATFORM_SECRET: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(16, 'has at least 16 characters')).min(1).max(4))
    .optional(),
  /** On a signal to stop: how long `/healthz` answers 503 before connections are refused, for load balancers. */
  DRAIN_SECONDS: z.coerce.number().pipe(z.number().min(0).max(300)).default(0),
  /** With it `/metrics` may be read from other machines. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'has at least 16 characters, none of them a space')
    .optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Addresses of reverse proxies, as CIDR blocks or names like `loopback`, with commas. */
  TRUST_PROXY: z.string().optional(),
  /** Ends the process when its standard input ends. */
  DOCKET_PARENT_PIPE: z.enum(['0', '1']).default('0'),
});
export type Environment = z.output<typeof Environment>;

/** Where enforcement goes; null where it waits. */
export function platformOf({ PLATFORM_URL, PLATFORM_SECRET }: Environment): PlatformPlace | null {
  if (PLATFORM_URL === undefined) return null;
  if (PLATFORM_SECRET === undefined) {
    throw new SettingsError('environment variable PLATFORM_SECRET: needed with PLATFORM_URL');
  }
  return { url: PLATFORM_URL, secrets: PLATFORM_SECRET };
}

function isHttpsOrLocal(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return true;
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  return parse(Environment, given, (path) => `environment variable ${path}`);
}

export const DataOptions = z.object({
  data: z
    .string()
    .min(1)
    .transform((folder) => resolve(folder)),
});
export const ServeOptions = z.object({
  ...DataOptions.shape,
  port: z.coerce.number().pipe(z.int().min(0).max(65_535)),
  host: z.string().min(1),
});
export type ServeOptions = z.output<typeof ServeOptions>;

const number = (least: number, most: number) =>
  z.coerce.number().pipe(z.int().min(least).max(most)).optional();
export const DemoOptions = z.object({
  ...ServeOptions.shape,
  alive: z.boolean().default(false),
  reviewers: number(0, 2000),
  cases: number(1, 1_000_000),
  seed: number(0, 2 ** 31 - 1),
});

export function readOptions<T>(schema: z.ZodType<T>, options: unknown): T {
  return parse(
    schema,
    options,
    (path) => `option --${path.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown, name: (path: string) => string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${name(issue.path.join('.'))}: ${issue.message}`);
  throw new SettingsError(lines.join('\n'));
}

/** Where evidence is kept, or what is wrong with the address. Credentials are not part of it: addresses are logged. */
function parseS3Url(text: string): S3Place | string {
  const url = URL.parse(text);
  if (url?.protocol !== 's3:' || url.hostname === '') return 'must be s3://bucket/prefix?region=…&endpoint=…';
  if (url.username !== '' || url.password !== '')
    return 'must not hold credentials: set AWS_ACCESS_KEY_ID instead';
  const unknown = [...url.searchParams.keys()].find(
    (key) => !['region', 'endpoint', 'path-style'].includes(key),
  );
  if (unknown !== undefined) return `has the unknown part ${unknown}`;
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    return 'names an endpoint that is no http:// or https:// address';
  }
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  return {
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    pathStyle: ['1', 'true'].includes(url.searchParams.get('path-style') ?? ''),
    ...(endpoint === null ? {} : { endpoint }),
  };
}
