import { expect, test } from 'vitest';
import { SyncReport } from '../../contract/bridge.ts';
import { diagnosticsOf } from '../../renderer/rules/diagnostics.ts';

const around = {
  userAgent: 'Chromium',
  language: 'en',
  timeZone: 'Europe/Berlin',
  now: '2026-11-23T08:00:00.000Z',
};
const app = {
  shell: 'loopback',
  version: '1.2.3',
  central: 'https://someone:secret@central.example:8443/path?token=zebrafish',
  problem: null,
} as const;

const report = SyncReport.parse({
  outbox: [],
  drafts: [
    {
      caseId: '01900000-0000-7000-8000-000000000001',
      reference: 'JP-1001',
      title: 'Zebrafish wanted',
      savedAt: '2026-11-23T08:00:00.000Z',
      beginning: 'The zebrafish asks for money',
    },
  ],
  cases: 40,
  evidenceBytes: 1000,
  evidenceBudgetBytes: 2000,
  lastPullAt: null,
  readiness: { missing: 0, missingBytes: 0, stuck: 0, memoryOnly: 0, fetching: 'by-itself' },
  lastErrors: [{ at: '2026-11-23T07:59:00.000Z', what: 'internal', detail: 'zebrafish in a message' }],
  schemaVersion: 7,
  protocol: 1,
});

test('versions, counts and codes are told; no word of a case, a draft, an address’s secrets or an error’s message', () => {
  const told = diagnosticsOf(app, null, report, around);
  expect(told.toLowerCase()).not.toMatch(/zebrafish|secret|someone|jp-1001/);
  expect(told).toContain('central: https://central.example:8443');
  for (const line of ['version: 1.2.3', 'schema: 7', 'protocol: 1', 'cases here: 40', 'last pull: none'])
    expect(told.split('\n')).toContain(line);
  expect(told).toContain('error at 2026-11-23T07:59:00.000Z: internal');
});
