import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppState, type BridgeEvent } from '../../contract/bridge.ts';
import type { Workstation, WorkstationDeps } from '../core/workstation.ts';
import { answerCall, refuse } from './bridge-calls.ts';
import { streamEvents } from './event-stream.ts';
import { pageHeaders } from './headers.ts';
import { createListener, type Listener } from './listener.ts';
import { checkCall, checkRequest } from './request-guard.ts';
import type { StaticFiles } from './static-files.ts';

/** A window has one; a few more are tabs that somebody opened. */
const MAX_STREAMS = 16;

export type PageServerDeps = Readonly<{
  workstation: Pick<Workstation, 'invoke' | 'subscribe'>;
  files: StaticFiles;
  /** Bearer token of `/bridge/*`. */
  token: string;
  evidenceOrigin: string;
  log: WorkstationDeps['log'];
}>;

/** Serves the window and carries the bridge, on 127.0.0.1 alone. Port 0 takes a free one. */
export function startPageServer(deps: PageServerDeps, port: number): Promise<Listener> {
  const headers = pageHeaders(deps.evidenceOrigin);
  let streams = 0;
  let everStreamed = false;

  const handle = async (request: IncomingMessage, response: ServerResponse, ownPort: number) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const refusal = checkRequest(request, ownPort);
    if (refusal) return deny(response, refusal.status);
    // Not `new URL`, for which `//name` is another host and `..` a way up: files judge the path as it came.
    const [pathname = '/'] = (request.url ?? '/').split('?', 1);

    if (pathname === '/bridge/invoke' || pathname === '/bridge/events') {
      const wrong = checkCall(request, deps.token);
      if (wrong) return deny(response, wrong.status);
      if (request.method !== (pathname === '/bridge/invoke' ? 'POST' : 'GET')) return deny(response, 405);
      if (pathname === '/bridge/invoke') return answerCall(request, response, deps.workstation);
      if (streams >= MAX_STREAMS) return refuse(response, 503, 'too many windows listen already');
      streams += 1;
      response.once('close', () => (streams -= 1));
      // Whoever listens again may have missed anything: it is told what to ask about.
      const missed = everStreamed ? await whatMayHaveChanged(deps.workstation) : [];
      everStreamed = true;
      return streamEvents(response, {
        first: missed,
        subscribe: (listener) => deps.workstation.subscribe(listener),
      });
    }

    if (request.method !== 'GET' && request.method !== 'HEAD') return deny(response, 405);
    if (request.headers.host !== `127.0.0.1:${ownPort}`) {
      // One origin: storage and evidence belong to the address that was printed. The fragment survives this.
      response.writeHead(308, { location: `http://127.0.0.1:${ownPort}/`, 'content-length': 0 });
      response.end();
      return;
    }
    await deps.files(request, response, pathname);
  };

  const server: Server = createServer(
    // Slow senders are cut; an open event stream is a request that has long been received.
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 30_000, maxHeaderSize: 16 * 1024 },
  );
  return createListener({ server, port, handle, log: deps.log, name: 'page' });
}

async function whatMayHaveChanged(workstation: Pick<Workstation, 'invoke'>): Promise<readonly BridgeEvent[]> {
  const state = await workstation.invoke('app.state', {});
  const app = state.ok ? AppState.safeParse(state.value).data : undefined;
  return [
    ...(app ? [{ event: 'session' as const, session: app.session }] : []),
    ...(app ? [{ event: 'status' as const, status: app.status }] : []),
    { event: 'queue', caseIds: null },
    { event: 'decisions' },
    { event: 'attention' },
  ];
}

/** Says nothing about why: who is refused here is not a person. */
function deny(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'content-length': 0, connection: 'close' });
  response.end();
}
