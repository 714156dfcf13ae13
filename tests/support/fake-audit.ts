import { AuditLine } from '../../contract/audit.ts';
import { DeviceLine } from '../../contract/devices.ts';
import { fakeId } from './fake-cases.ts';

/** Its number is its place: 0 is the newest. */
export const eventLine = (index: number, change: Partial<AuditLine> = {}): AuditLine =>
  AuditLine.parse({
    sequence: 1000 - index,
    id: fakeId(0xa0d, index),
    at: new Date(Date.UTC(2026, 10, 23, 8, 0) - index * 60_000).toISOString(),
    kind: 'case.viewed',
    personId: fakeId(0xacc, 7),
    deviceId: fakeId(0xde1, 1),
    caseId: fakeId(0xdca, index),
    details: {},
    person: 'Amara Okafor',
    device: 'Desk 14',
    reference: `JP-${9000 - index}`,
    about: null,
    aboutDevice: null,
    here: false,
    ...change,
  });

export const deviceLine = (index: number, change: Partial<DeviceLine> = {}): DeviceLine =>
  DeviceLine.parse({
    id: fakeId(0xde1, index),
    name: `Desk ${index + 1}`,
    platform: 'linux',
    person: { id: fakeId(0xacc, index), username: `reviewer-${index}`, displayName: 'Amara Okafor' },
    signedIn: true,
    firstSeenAt: '2026-11-02T08:00:00.000Z',
    lastContactAt: '2026-11-23T08:00:00.000Z',
    waiting: 3,
    waitingAt: '2026-11-23T07:59:00.000Z',
    ending: null,
    wiped: null,
    ...change,
  });
