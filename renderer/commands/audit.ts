import { auditExporters } from '../../contract/audit.ts';
import { rooms } from '../../contract/access.ts';
import type { Role } from '../../contract/people.ts';
import { chosenEvent } from '../stores/audit-trail.ts';
import type { Stores } from '../stores/stores.ts';
import { auditCsv } from '../rules/audit-csv.ts';
import { saveText } from './save-text.ts';
import type { Command, Guard } from './command.ts';
import { showCase } from './queue.ts';
import { enter } from './window.ts';

const roleOf = (stores: Stores): Role | null => {
  const { session } = stores.session.getState();
  return session.is === 'signed-out' ? null : session.account.role;
};
const hasRoom: Guard = ({ stores }) => {
  const role = roleOf(stores);
  return role !== null && rooms[role].includes('audit') ? null : 'guard.not-your-room';
};
const inRoom: Guard = (context) =>
  hasRoom(context) ?? (context.stores.window.getState().room === 'audit' ? null : 'guard.not-in-audit');

/** Reading the audit trail. */
export const auditCommands: readonly Command[] = [
  {
    id: 'audit.filter',
    title: 'command.audit.filter',
    group: 'rooms',
    keys: ['Shift+f'],
    guard: hasRoom,
    run: ({ stores, focus }) => {
      if (stores.window.getState().room !== 'audit') enter(stores, 'audit');
      focus('audit-filter');
    },
  },
  {
    id: 'audit.refresh',
    title: 'command.audit.refresh',
    group: 'rooms',
    keys: [],
    guard: inRoom,
    run: ({ stores }) => stores.auditTrail.getState().refresh(),
  },
  {
    id: 'audit.more',
    title: 'command.audit.more',
    group: 'rooms',
    keys: [],
    guard: (context) =>
      inRoom(context) ?? (context.stores.auditTrail.getState().next === null ? 'guard.nothing-older' : null),
    run: ({ stores }) => stores.auditTrail.getState().more(),
  },
  {
    id: 'audit.open-case',
    title: 'command.audit.open-case',
    group: 'rooms',
    keys: [],
    guard: (context) => {
      const { stores } = context;
      const role = roleOf(stores);
      const line = chosenEvent(stores.auditTrail.getState());
      const opens = role !== null && rooms[role].includes('review') && line?.here === true;
      return inRoom(context) ?? (opens ? null : 'guard.case-not-here');
    },
    run: async ({ stores }) => {
      const line = chosenEvent(stores.auditTrail.getState());
      if (line !== undefined && line.caseId !== null) await showCase(stores, line.caseId);
    },
  },
  {
    id: 'audit.export',
    title: 'command.audit.export',
    group: 'rooms',
    keys: [],
    guard: (context) => {
      const role = roleOf(context.stores);
      if (role === null || !auditExporters.includes(role)) return 'guard.not-an-exporter';
      const { lines } = context.stores.auditTrail.getState();
      return inRoom(context) ?? (lines === null || lines.length === 0 ? 'guard.nothing-to-export' : null);
    },
    run: ({ stores }) => {
      const { lines, at } = stores.auditTrail.getState();
      if (lines === null || at === null) return;
      saveText(`docket-audit-${at.slice(0, 19).replaceAll(':', '')}.csv`, 'text/csv', auditCsv(lines));
      stores.window.getState().say('said.exported', { count: lines.length });
    },
  },
];
