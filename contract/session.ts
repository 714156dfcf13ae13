import { z } from 'zod';
import { WipeReceiptToken } from './devices.ts';
import { Account, Device, Username } from './people.ts';
import { DeviceId, Instant, InstanceId, requiredText } from './primitives.ts';

const Token = z.string().min(20).max(4096);

export const SignIn = z.object({ username: Username, password: requiredText(1024), device: Device });
export type SignIn = Readonly<z.infer<typeof SignIn>>;

export const RefreshSession = z.object({ refreshToken: Token, deviceId: DeviceId });

/** Access tokens live 15 minutes; the previous refresh token works until the next is first used (L3). */
export const Session = z.object({
  instanceId: InstanceId,
  era: z.int().min(1),
  accessToken: Token,
  accessEndsAt: Instant,
  refreshToken: Token,
  serverTime: Instant,
  account: Account,
  /** A supervisor retires this device: what waits is sent, then its files are removed (S3). */
  retire: z.object({ receipt: WipeReceiptToken }).nullable().default(null),
});
export type Session = Readonly<z.infer<typeof Session>>;
