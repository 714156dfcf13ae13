import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of one request, as it leaves a desktop's socket. */
export type NamedFate =
  | 'pass'
  /** The connection ends before the request has reached the server. */
  | 'lost-request'
  /** The same, as a reset. */
  | 'reset'
  /** The server has answered, and nobody hears it. */
  | 'lost-answer'
  /** The answer breaks off after some bytes. */
  | 'cut-answer'
  | 'slow'
  /** One byte at a time. */
  | 'trickle'
  /** The head of the answer passes, and its body is held back: what buffers a stream. */
  | 'held-body'
  /** Nothing comes back, and nothing says so. */
  | 'black-hole';
/** Or a whole answer in place of the server's, head and all, as a captive portal gives. */
export type Fate = NamedFate | { readonly says: string };

export interface ProxyPlan {
  /** Asked for each connection: a server that is started anew has another port. */
  readonly target: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** What becomes of the next request; named by its first line. */
  fate(request: string): Fate;
  /** How long `slow` is, and the time between two bytes of `trickle`. */
  readonly slowMs?: number;
  readonly byteMs?: number;
  /** `cut-answer` lets fewer than so many bytes through. */
  readonly cutWithinBytes?: number;
}

export type Met = NamedFate | 'said' | 'request';

export interface TcpProxy {
  readonly url: string;
  /** How often each fate was met, and how many requests there were in all. */
  count(what: Met): number;
  /** Breaks what is open, as a change of network does. */
  breakAll(): void;
  /** Nobody listens any more: a new connection is refused. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** A network between a desktop and its central API that fails as its plan says; seeded, it fails the same way again. */
export async function startTcpProxy(plan: ProxyPlan): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const counts = new Map<Met, number>();
  const count = (what: Met): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  let server: Server | null = null;

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };

  const serve = (desktop: Socket): void => {
    const { hostname, port } = new URL(plan.target());
    const central = connect(Number(port), hostname);
    keep(desktop);
    keep(central);
    let fate: Fate = 'pass';
    let left = 0;
    let turn: Promise<unknown> = Promise.resolve();
    desktop.on('close', () => central.destroy());
    // What has come already goes out before the connection ends.
    central.on('close', () => void turn.then(() => desktop.end()));

    desktop.on('data', (data: Buffer) => {
      const [line = ''] = data.subarray(0, 200).toString('latin1').split('\r\n');
      // What goes on is the rest of a body: it shares the fate of its head.
      if (/^(GET|POST|PUT|DELETE) /.test(line)) {
        fate = plan.fate(line);
        count('request');
        count(typeof fate === 'string' ? fate : 'said');
        if (typeof fate !== 'string') desktop.end(fate.says);
        else if (fate === 'lost-request') desktop.destroy();
        else if (fate === 'reset') desktop.resetAndDestroy();
        left = fate === 'cut-answer' ? Math.floor(plan.random() * (plan.cutWithinBytes ?? 400)) : 0;
      }
      if (typeof fate !== 'string' || desktop.destroyed || fate === 'black-hole') return;
      central.write(data);
    });
    central.on('data', (data: Buffer) => {
      const now = fate;
      turn = turn.then(() => answer(now, data)).catch(() => undefined);
    });

    async function answer(now: Fate, data: Buffer): Promise<void> {
      if (desktop.destroyed) return;
      switch (now) {
        case 'lost-answer':
          desktop.destroy();
          return;
        case 'cut-answer': {
          const part = data.subarray(0, left);
          left -= part.length;
          desktop.write(part);
          if (left <= 0) setTimeout(() => desktop.destroy(), 2);
          return;
        }
        case 'slow':
          await sleep(plan.slowMs ?? 20);
          break;
        case 'trickle':
          for (const byte of data) {
            if (desktop.destroyed) return;
            desktop.write(Buffer.of(byte));
            await sleep(plan.byteMs ?? 40);
          }
          return;
        case 'held-body': {
          if (!data.subarray(0, 5).equals(Buffer.from('HTTP/'))) return;
          const end = data.indexOf('\r\n\r\n');
          desktop.write(end < 0 ? data : data.subarray(0, end + 4));
          return;
        }
        case 'black-hole':
          return;
        default:
      }
      if (!desktop.destroyed) desktop.write(data);
    }
  };

  const listen = async (port: number): Promise<number> => {
    const next = createServer(serve);
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(port, '127.0.0.1', resolve);
    });
    server = next;
    return (next.address() as AddressInfo).port;
  };
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const refuse = async (): Promise<void> => {
    const closing = server;
    server = null;
    breakAll();
    if (closing !== null) await new Promise((resolve) => closing.close(resolve));
  };

  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    count: (what) => counts.get(what) ?? 0,
    breakAll,
    refuse,
    accept: async () => void (await listen(port)),
    close: refuse,
  };
}

/** A page as a captive portal or a proxy gives it. */
export function page(status: string, headers: Readonly<Record<string, string>> = {}): Fate {
  const html = '<!doctype html><title>Sign in to the network</title>';
  const lines = Object.entries({ 'content-type': 'text/html', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return {
    says: `HTTP/1.1 ${status}\r\n${lines.join('')}content-length: ${html.length}\r\nconnection: close\r\n\r\n${html}`,
  };
}
