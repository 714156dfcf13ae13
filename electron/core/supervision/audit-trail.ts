import type { RouteAnswer } from '../../../contract/api.ts';
import type { AuditFilter, AuditLine } from '../../../contract/audit.ts';
import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { succeed, type Outcome } from '../outcome.ts';
import { findHead } from '../store/cache/cases.ts';
import type { AskCentral } from './ask-central.ts';

const PAGE = 100;

/** A page of the trail, with names for ids; nothing of it is kept on this device. */
export async function listAudit(
  desk: Pick<Desk, 'cache' | 'ports' | 'courier'>,
  ask: AskCentral,
  { filter, after }: BridgeParams<'audit.list'>,
): Promise<Outcome<BridgeResult<'audit.list'>>> {
  const answer = await ask('audit.list', {
    query: { ...queryOf(filter), limit: PAGE, ...(after === null ? {} : { after }) },
  });
  if (!answer.ok) return answer;
  const isHere = (caseId: string): boolean => {
    const head = desk.cache.open ? findHead(desk.cache, caseId) : undefined;
    return head !== undefined && head.goneReason === null;
  };
  return succeed({
    lines: linesOf(answer.value, isHere),
    next: answer.value.next,
    at: instantOf(correctedNow(desk)),
  });
}

const queryOf = ({ reference, person, kind, from, until }: AuditFilter) =>
  Object.fromEntries(
    Object.entries({ reference: reference.trim(), person: person.trim(), kind, from, until }).filter(
      (entry): entry is [string, string] => entry[1] !== null && entry[1] !== '',
    ),
  );

/** Details that hold the id of the person whom it was about; see the calls of `recordAudit`. */
const aboutKeys = ['to', 'from', 'person'] as const;

function linesOf(
  { events, names }: RouteAnswer<'audit.list'>,
  isHere: (caseId: string) => boolean,
): AuditLine[] {
  const people = new Map<string, string>(names.people.map(({ id, displayName }) => [id, displayName]));
  const devices = new Map<string, string>(names.devices.map(({ id, name }) => [id, name]));
  const references = new Map<string, string>(names.cases.map(({ id, reference }) => [id, reference]));
  const nameIn = (of: ReadonlyMap<string, string>, id: unknown) =>
    typeof id === 'string' ? (of.get(id) ?? null) : null;
  return events.map(({ previousHash: _previous, hash: _hash, ...event }) => ({
    ...event,
    person: nameIn(people, event.personId),
    device: nameIn(devices, event.deviceId),
    reference: nameIn(references, event.caseId),
    about: nameIn(
      people,
      aboutKeys.map((key) => event.details[key]).find((id) => nameIn(people, id) !== null),
    ),
    aboutDevice: nameIn(devices, event.details['device']),
    here: event.caseId !== null && isHere(event.caseId),
  }));
}
