import type { AppState, Status, SyncReport } from '../../contract/bridge.ts';

export type Around = Readonly<{ userAgent: string; language: string; timeZone: string; now: string }>;

/**
 * What somebody who helps needs to know of a workstation: counts, versions, times and codes, and never a word of a case, a
 * draft or a person. In one language, since it is read elsewhere.
 */
export function diagnosticsOf(
  app: Pick<AppState, 'shell' | 'version' | 'central' | 'problem'>,
  status: Status | null,
  report: SyncReport | null,
  around: Around,
): string {
  const lines: [string, string | number | boolean | null][] = [
    ['at', around.now],
    ['version', app.version],
    ['shell', app.shell],
    ['central', hostOf(app.central)],
    ['problem', app.problem?.code ?? null],
    ['browser', around.userAgent],
    ['language', around.language],
    ['time zone', around.timeZone],
  ];
  if (status !== null) {
    lines.push(
      ['contact', status.contact],
      ['contact since', status.since],
      ['reason', status.reason],
      ['last contact', status.lastContactAt],
      ['next attempt', status.nextAttemptAt],
      ['clock offset (ms)', status.clockOffsetMs],
      ['catalogue', status.catalogueVersion],
      ['waiting', status.waiting],
      ['waiting decisions', status.waitingDecisions],
      ['needs attention', status.attention],
      ['queue', status.queue],
      ['ready', status.ready],
      ['drafts', status.drafts],
      ['unreadable', status.unreadable],
      ['retiring', status.retiring],
    );
  }
  if (report !== null) {
    lines.push(
      ['schema', report.schemaVersion],
      ['protocol', report.protocol],
      ['last pull', report.lastPullAt],
      ['cases here', report.cases],
      ['evidence (bytes)', report.evidenceBytes],
      ['evidence at most (bytes)', report.evidenceBudgetBytes],
      ['commands in the outbox', report.outbox.length],
      ...report.lastErrors.map(({ at, what }): [string, string] => [`error at ${at}`, what]),
    );
  }
  return lines.map(([name, value]) => `${name}: ${value ?? 'none'}`).join('\n');
}

/** Without a user name or a path that an operator may have put there. */
function hostOf(address: string): string {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}`;
  } catch {
    return 'not an address';
  }
}
