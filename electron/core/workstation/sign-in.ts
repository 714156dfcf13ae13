import type { WipeOrder } from '../../../contract/devices.ts';
import type { Session as SessionGrant } from '../../../contract/session.ts';
import type { Clock, Timers } from '../ports.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { refusalOf } from '../supervision/ask-central.ts';
import { createCentralClient, type CentralClientDeps } from '../sync/central-client.ts';
import { signIn, type SignInRequest } from '../sync/session.ts';
import type { NoContact } from '../sync/no-contact.ts';

export type SignInDeps = Readonly<{
  centralUrl: string;
  deviceId: string;
  clock: Clock;
  timers: Timers;
  http?: CentralClientDeps['http'];
  limits?: CentralClientDeps['limits'];
  /** A supervisor has ended this device (S3). */
  onRevoked(instanceId: string, orders: readonly WipeOrder[]): void;
}>;

const nobody = { reached: () => undefined, lost: () => undefined };

/** Needs contact, and says so. Whose central API it is, is learnt from its answer. */
export async function askToSignIn(deps: SignInDeps, request: SignInRequest): Promise<Outcome<SessionGrant>> {
  const client = createCentralClient({
    origin: deps.centralUrl,
    deviceId: deps.deviceId,
    clock: deps.clock,
    timers: deps.timers,
    tokens: null,
    observer: nobody,
    instanceId: null,
    ...(deps.http === undefined ? {} : { http: deps.http }),
    ...(deps.limits === undefined ? {} : { limits: deps.limits }),
  });
  try {
    const answer = await signIn(client, request);
    switch (answer.kind) {
      case 'ok':
        return succeed(answer.value);
      case 'no-contact':
        return fail('no-contact', sentences[answer.reason]);
      default:
        if (answer.problem.code === 'device-revoked')
          deps.onRevoked(answer.problem.instanceId, answer.problem.wipe ?? []);
        // A name that nobody could have is a wrong name.
        return answer.problem.code === 'invalid' || answer.problem.code === 'signed-out'
          ? fail('wrong-credentials', 'The name or the password is wrong.')
          : refusalOf(answer.problem);
    }
  } finally {
    client.close();
  }
}

const sentences: Readonly<Record<NoContact['reason'], string>> = {
  unreachable: 'The central API cannot be reached. The first sign-in needs contact.',
  timeout: 'The central API does not answer in time. The first sign-in needs contact.',
  'not-central': 'What answers at that address is not the central API: perhaps a proxy or a captive portal.',
  'server-error': 'The central API has a problem of its own. Try again in a moment.',
  throttled: 'Too many attempts. Try again in a moment.',
  'upgrade-needed': 'The central API needs a newer Docket.',
  'not-serving': 'The central API is starting or stopping. Try again in a moment.',
};
