import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { WorkstationDeps } from '../core/workstation.ts';

export type Listener = Readonly<{
  port: number;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Ends open streams too. */
  close(): Promise<void>;
}>;

type ListenerPlan = Readonly<{
  server: Server;
  port: number;
  name: string;
  handle(request: IncomingMessage, response: ServerResponse, ownPort: number): Promise<void> | void;
  log: WorkstationDeps['log'];
}>;

/** Listens on 127.0.0.1, never on another address. A handler that throws costs its own request only. */
export async function createListener(plan: ListenerPlan): Promise<Listener> {
  const { server, log } = plan;
  server.maxConnections = 128;
  server.listen({ port: plan.port, host: '127.0.0.1', exclusive: true });
  await once(server, 'listening').catch((error: unknown) => {
    throw isInUse(error)
      ? new Error(`--port ${plan.port} is in use: name another, or 0 for a free one`)
      : error;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no TCP port');
  const { port } = address;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // A reader that goes away in the middle is no fault of ours.
    response.on('error', () => response.destroy());
    Promise.resolve(plan.handle(request, response, port)).catch((error: unknown) => {
      if (isGone(error)) return;
      log.error('request-failed', { server: plan.name, error: nameOf(error) });
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-length': 0, connection: 'close' }).end();
    });
  });

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function isInUse(error: unknown): boolean {
  return codeOf(error) === 'EADDRINUSE';
}

function isGone(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** The kind of an error and where it was thrown; its message might hold content. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?.*?([^/\\]+:\d+):\d+\)?/.exec(error.stack ?? '')?.[1];
  return frame ? `${error.name} at ${frame}` : error.name;
}
