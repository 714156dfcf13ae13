import type { Handlers, Services } from './handlers.ts';

export function createOperatingHandlers({ metrics }: Services): Pick<Handlers, 'metrics'> {
  return {
    metrics: async ({ reply }) =>
      reply
        .type(metrics.contentType)
        .header('cache-control', 'no-store')
        .send(await metrics.text()),
  };
}
