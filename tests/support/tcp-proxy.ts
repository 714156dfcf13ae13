import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of one request, as it leaves a desktop's socket. */
export type Fate =
  | 'pass'
  /** The connection breaks before the request has reached the server. */
  | 'lost-request'
  /** The server has answered, and nobody hears it. */
  | 'lost-answer'
  /** The answer breaks off after some bytes. */
  | 'cut-answer'
  | 'slow'
  /** One byte at a time. */
  | 'trickle'
  /** Nothing comes back, and nothing says so. */
  | 'black-hole';

export interface ProxyPlan {
  readonly target: string;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** What becomes of the next request; named by its first line. Connections are refused where it is null. */
  fate(request: string): Fate | null;
  /** Answers in place of the server, as a captive portal does. */
  portal?(): string | null;
  /** How long `slow` is, and the time between two bytes of `trickle`. */
  readonly slowMs?: number;
  readonly byteMs?: number;
}

export interface TcpProxy {
  readonly url: string;
  /** How often each fate was met; `refused` among them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Breaks what is open, as a change of network does. */
  breakAll(): void;
  close(): Promise<void>;
}

/** A network between a desktop and its central API that fails as its plan says; seeded, it fails the same way again. */
export async function startTcpProxy(plan: ProxyPlan): Promise<TcpProxy> {
  const { hostname, port } = new URL(plan.target);
  const sockets = new Set<Socket>();
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);

  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };

  const server = createServer((desktop) => {
    const portal = plan.portal?.() ?? null;
    if (portal !== null) {
      sockets.add(desktop);
      desktop.on('error', () => undefined);
      desktop.on('close', () => sockets.delete(desktop));
      desktop.once('data', () => {
        count('portal');
        desktop.end(portal);
      });
      return;
    }
    const central = connect(Number(port), hostname);
    keep(desktop, central);
    keep(central, desktop);
    let fate: Fate = 'pass';
    let left = Number.POSITIVE_INFINITY;
    let turn: Promise<unknown> = Promise.resolve();

    desktop.on('data', (data: Buffer) => {
      const [line = ''] = data.subarray(0, 200).toString('latin1').split('\r\n');
      // What goes on is the rest of a body: it shares the fate of its head.
      if (/^(GET|POST|PUT|DELETE) /.test(line)) {
        const next = plan.fate(line);
        count(next ?? 'refused');
        if (next === null || next === 'lost-request') return void desktop.destroy();
        fate = next;
        left = fate === 'cut-answer' ? Math.floor(plan.random() * 400) : Number.POSITIVE_INFINITY;
      }
      if (fate !== 'black-hole') central.write(data);
    });
    central.on('data', (data: Buffer) => {
      const now = fate;
      turn = turn.then(() => answer(now, data)).catch(() => undefined);
    });

    async function answer(now: Fate, data: Buffer): Promise<void> {
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
        case 'black-hole':
          return;
        default:
      }
      if (!desktop.destroyed) desktop.write(data);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    breakAll,
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
