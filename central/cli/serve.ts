import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openCentral, type Central } from '../central.ts';
import { openData, type Data } from './open-data.ts';
import type { PlatformPlace } from '../enforcement/platform.ts';
import { platformOf, type ServeOptions } from './settings.ts';

/** Takes enforcement from before the central API opens, and sends cases once it listens. */
export interface LivingPlatform {
  readonly platform: PlatformPlace;
  begin(url: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ServePlan extends ServeOptions {
  readonly demo: boolean;
  /** A platform that is played in this process, in place of the environment's. */
  readonly live?: (data: Data) => Promise<LivingPlatform>;
  /** Before it listens: fills the store. */
  readonly prepare?: (data: Data) => Promise<void>;
}

/** Serves until a signal, or until the parent's pipe ends. Prints one line on stdout once it listens. */
export async function serve(plan: ServePlan): Promise<void> {
  // From the first moment on: a signal while the store opens is not lost.
  const stop = stopSignal(process.env['DOCKET_PARENT_PIPE'] === '1');
  const data = await openData(plan.data);
  try {
    await plan.prepare?.(data);
    const living = await plan.live?.(data);
    const central = await openCentral({
      ...data,
      version: await readVersion(),
      drainMs: data.environment.DRAIN_SECONDS * 1000,
      metricsToken: data.environment.METRICS_TOKEN ?? null,
      trustProxy: data.environment.TRUST_PROXY ?? false,
      platform: living?.platform ?? platformOf(data.environment),
    });
    try {
      const url = await listen(central, plan);
      await living?.begin(url);
      data.log.info({ because: await stop }, 'stopping');
    } finally {
      await living?.stop();
      await central.close();
    }
  } finally {
    await data.store.close();
  }
}

async function listen(central: Central, plan: ServePlan): Promise<string> {
  await central.app.listen({ port: plan.port, host: plan.host });
  const { port } = central.app.server.address() as AddressInfo;
  const host = plan.host.includes(':') ? `[${plan.host}]` : plan.host;
  const url = `http://${host}:${port}`;
  process.stdout.write(`central ready ${JSON.stringify({ url, demo: plan.demo })}\n`);
  return url;
}

function stopSignal(parentPipe: boolean): Promise<string> {
  const signals = (['SIGINT', 'SIGTERM'] as const).map(async (signal) => {
    await once(process, signal);
    return signal;
  });
  const parent = async () => {
    process.stdin.resume();
    await once(process.stdin, 'close');
    return 'the parent ended';
  };
  return Promise.race([...signals, ...(parentPipe ? [parent()] : [])]).finally(() => {
    // A pipe that is still read would keep a stopped process alive.
    if (parentPipe) process.stdin.destroy();
  });
}

async function readVersion(): Promise<string> {
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
