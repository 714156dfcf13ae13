/** What was uncovered since the workstation was opened. In memory only: a new shift begins covered. */
export interface Revealed {
  has(caseId: string, evidenceId: string, field: string | null): boolean;
  add(caseId: string, evidenceId: string, field: string | null): void;
}

export function createRevealed(): Revealed {
  const keys = new Set<string>();
  const keyOf = (caseId: string, evidenceId: string, field: string | null): string =>
    `${caseId} ${evidenceId} ${field === null ? '-' : `/${field}`}`;
  return {
    has: (caseId, evidenceId, field) => keys.has(keyOf(caseId, evidenceId, field)),
    add: (caseId, evidenceId, field) => void keys.add(keyOf(caseId, evidenceId, field)),
  };
}
