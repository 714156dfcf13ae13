import { randomBytes } from 'node:crypto';
import { fromRoot } from '../../build/support/root.ts';
import type { BridgeMethod } from '../../contract/bridge.ts';
import { startPageServer } from '../../electron/loopback/page-server.ts';
import { createStaticFiles } from '../../electron/loopback/static-files.ts';
import { createFakeBridge } from './fake-bridge.ts';

/**
 * The window as it ships, from the loopback shell's own page server with its own headers, over a workstation in
 * memory: any queue and any state can be shown at once. Needs `out/renderer`.
 */
export async function startFakeWindow(plan: Parameters<typeof createFakeBridge>[0] = {}) {
  const fake = createFakeBridge(plan);
  const token = randomBytes(16).toString('hex');
  const server = await startPageServer(
    {
      workstation: {
        invoke: (method, params) => fake.bridge.invoke(method as BridgeMethod, params as never),
        subscribe: fake.bridge.subscribe,
      },
      files: await createStaticFiles(fromRoot('out/renderer')),
      token,
      evidenceOrigin: 'http://127.0.0.1:9',
      log: { debug() {}, info() {}, warn() {}, error() {} },
    },
    0,
  );
  return {
    ...fake,
    /** `lang`: a locale of renderer/strings/locale.ts. */
    url: (lang = 'en') => `http://127.0.0.1:${server.port}/?lang=${lang}#token=${token}`,
    close: () => server.close(),
  };
}
