import { bridge, type BridgeMethod, type BridgeParams, type BridgeResult } from '../../../contract/bridge.ts';
import type { Answer, Failure } from '../../../contract/bridge.ts';
import type { Log } from '../ports.ts';
import { fail, type Outcome } from '../outcome.ts';
import { storageCodeOf, storageFailure } from './storage-failure.ts';

/** One function for each line of the bridge table, called with parameters that are already parsed. */
export type BridgeServices = {
  readonly [M in BridgeMethod]: (
    params: BridgeParams<M>,
  ) => Outcome<BridgeResult<M>> | Promise<Outcome<BridgeResult<M>>>;
};

export type BridgeOptions = Readonly<{
  log: Log;
  /** Holds results against the table as well: for tests and development, not for the hot path. */
  checkResults?: boolean;
  /** Told of every error of the files, by SQLite's or the system's name for it, before the answer leaves. */
  storageFailed?: (code: string) => void;
}>;

export interface Dispatcher {
  /** Never rejects. `method` and `params` may be anything at all: they come from a page. */
  invoke(method: string, params: unknown): Promise<Answer<BridgeMethod>>;
}

type AnyService = (params: unknown) => Outcome<unknown> | Promise<Outcome<unknown>>;

export function createBridge(services: BridgeServices, options: BridgeOptions): Dispatcher {
  const { log, checkResults = false } = options;

  return {
    async invoke(method, params) {
      if (!isMethod(method))
        return fail('invalid', 'There is no such method.', [{ field: 'method', message: 'unknown' }]);
      const parsed = bridge[method].params.safeParse(params ?? {});
      if (!parsed.success) return invalid(parsed.error.issues);
      try {
        // The table ties the method to its parameters and its result; the union of all of them does not.
        const service = services[method] as AnyService;
        const outcome = await service(parsed.data);
        if (checkResults && outcome.ok) holdAgainstTable(method, outcome.value);
        return outcome as Answer<BridgeMethod>;
      } catch (error) {
        return caught(method, error);
      }
    },
  };

  function caught(method: BridgeMethod, error: unknown): Failure {
    const expected = storageFailure(error);
    log.error('bridge.failed', { method, ...describe(error) });
    if (expected !== null) options.storageFailed?.(storageCodeOf(error) ?? '');
    return (
      expected ?? fail('internal', 'Something went wrong in Docket itself. What you typed is still here.')
    );
  }
}

function isMethod(method: unknown): method is BridgeMethod {
  return typeof method === 'string' && Object.hasOwn(bridge, method);
}

function invalid(issues: readonly { path: PropertyKey[]; message: string }[]): Failure {
  const errors = issues.slice(0, 100).map((issue) => ({
    field: issue.path.map(String).join('.').slice(0, 300),
    message: issue.message.slice(0, 500),
  }));
  return fail('invalid', 'The window asked for something that Docket does not understand.', errors);
}

function holdAgainstTable(method: BridgeMethod, value: unknown): void {
  const held = bridge[method].result.safeParse(value);
  if (held.success) return;
  const where = held.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  throw new TypeError(`${method} answered outside the table at ${where.slice(0, 5).join('; ')}`);
}

/** Where a bug is, without its message: a message may quote what somebody wrote. */
function describe(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    at: frames
      .slice(0, 4)
      .map((line) => line.trim().replace(/\(?(file:\/\/)?\/[^\s)]*\/(electron|contract)\//, '($2/'))
      .join(' < '),
  };
}
