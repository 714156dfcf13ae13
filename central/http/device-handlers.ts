import { endDevice, recordWiped } from '../devices/end-device.ts';
import { listDevices } from '../devices/list-devices.ts';
import type { Handlers, Services } from './handlers.ts';

export function createDeviceHandlers(
  services: Services,
): Pick<Handlers, 'devices.list' | 'devices.end' | 'devices.wiped'> {
  const { store, clock } = services;
  return {
    'devices.list': async () => ({
      devices: await listDevices(store),
      at: new Date(clock.now()).toISOString(),
    }),
    'devices.end': async ({ caller, params, body }) => ({
      devices: await endDevice(services, caller, params.id, body),
    }),
    'devices.wiped': async ({ params, body }) => {
      await recordWiped(services, params.id, body);
      return { recorded: true };
    },
  };
}
