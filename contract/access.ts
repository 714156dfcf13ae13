/** Which fields each role sees (P1, P2). Which routes it may call stands in `routes` of api.ts. */
import type { EvidenceKind } from './evidence.ts';
import type { Role } from './people.ts';

/** Fields of a case that a role may be denied. A denied one is sent as null, zero or empty. */
export const guardedCaseFields = [
  'riskScore',
  'strikes',
  'related',
  'otherOpenCases',
  'notes',
  'timeline',
  'standing',
] as const;
export type GuardedCaseField = (typeof guardedCaseFields)[number];

export interface FieldAccess {
  readonly evidence: 'all' | readonly EvidenceKind[];
  readonly withheldCaseFields: readonly GuardedCaseField[];
  /** Whether fields marked sensitive are sent at all. Where they are not, the item has a digest of its own. */
  readonly sensitiveFields: boolean;
  readonly colleaguesNames: boolean;
}

const full: FieldAccess = {
  evidence: 'all',
  withheldCaseFields: [],
  sensitiveFields: true,
  colleaguesNames: true,
};

export const fieldAccess: Readonly<Record<Role, FieldAccess>> = {
  reviewer: full,
  supervisor: full,
  quality: full,
  admin: full,
  'vendor-reviewer': {
    evidence: ['job-post', 'messages', 'profile', 'image', 'document', 'media', 'detection', 'report'],
    withheldCaseFields: ['strikes', 'otherOpenCases', 'notes', 'timeline', 'standing'],
    sensitiveFields: false,
    colleaguesNames: false,
  },
  auditor: { ...full, evidence: [], sensitiveFields: false },
};

export type Room =
  | 'review'
  | 'team'
  | 'late'
  | 'approvals'
  | 'enforcement'
  | 'devices'
  | 'audit'
  | 'sync'
  | 'settings';
/** The rooms of the window that each role has. */
export const rooms: Readonly<Record<Role, readonly Room[]>> = {
  reviewer: ['review', 'sync', 'settings'],
  'vendor-reviewer': ['review', 'sync', 'settings'],
  quality: ['review', 'sync', 'settings'],
  supervisor: ['review', 'team', 'late', 'approvals', 'enforcement', 'devices', 'audit', 'sync', 'settings'],
  auditor: ['audit', 'sync', 'settings'],
  admin: ['team', 'late', 'approvals', 'enforcement', 'devices', 'audit', 'sync', 'settings'],
};
