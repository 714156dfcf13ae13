/** The demo team. These accounts exist in demo mode only; a central API that serves a team never makes them. */
import type { Role } from './people.ts';

export interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
  readonly role: Role;
}

export const demoAccounts: readonly DemoAccount[] = [
  { username: 'reviewer-07', password: 'reviewer-07-demo', displayName: 'Amara Okafor', role: 'reviewer' },
  { username: 'reviewer-08', password: 'reviewer-08-demo', displayName: 'Jonas Weber', role: 'reviewer' },
  { username: 'vendor-03', password: 'vendor-03-demo', displayName: 'Vendor 03', role: 'vendor-reviewer' },
  {
    username: 'supervisor-01',
    password: 'supervisor-01-demo',
    displayName: 'Lucía Fernández',
    role: 'supervisor',
  },
  { username: 'auditor-01', password: 'auditor-01-demo', displayName: 'Mei Tanaka', role: 'auditor' },
];
