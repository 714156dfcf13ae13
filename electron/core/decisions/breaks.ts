import type { Exposure } from '../../../contract/bridge.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { Account } from '../../../contract/people.ts';
import type { CaseId } from '../../../contract/primitives.ts';
import { correctedNow, type Desk } from '../cases/desk.ts';
import {
  heldOptedOut,
  readBreak,
  readExposure,
  readOptedOut,
  writeBreak,
  writeOptedOut,
} from '../cases/exposure.ts';
import { makePersonCommand, putPersonCommand, type PersonCommandContent } from '../cases/make-command.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import * as outbox from '../store/work/outbox.ts';
import type { WorkWrite } from '../store/database.ts';
import { createCaseCommands } from './case-commands.ts';

/** Breaks and opting out (D14): on disk with what they change here, before the answer; the rest follows with contact. */
export function createBreaks(desk: Desk, catalogue: () => Catalogue | null) {
  const read = (): Outcome<Exposure> => succeed(readExposure(desk, catalogue()));

  function say(content: PersonCommandContent, write: (tx: WorkWrite) => void): Outcome<Exposure> {
    const command = makePersonCommand(desk, content);
    desk.commitWork((tx) => {
      write(tx);
      putPersonCommand(tx, desk, command);
    });
    desk.courier.commandsMade([command.id]);
    desk.announce({ event: 'exposure' });
    return read();
  }

  return {
    read,
    take(): Outcome<Exposure> {
      const now = readBreak(desk.work);
      if (now.since !== null) return read();
      return say({ type: 'take-break' }, (tx) =>
        writeBreak(tx, { ...now, since: correctedNow(desk), shiftEnded: false }),
      );
    },
    end(): Outcome<Exposure> {
      if (readBreak(desk.work).since === null) return read();
      return say({ type: 'end-break' }, (tx) =>
        writeBreak(tx, { since: null, endedAt: correctedNow(desk), shiftEnded: false }),
      );
    },
    optOut(harmTypes: readonly string[]): Outcome<Exposure> {
      const known = new Set(catalogue()?.harmTypes.map(({ id }) => id));
      if (harmTypes.some((id) => !known.has(id)))
        return fail('invalid', 'The catalogue has no such harm type.', [
          { field: 'harmTypes', message: 'unknown' },
        ]);
      const chosen = [...new Set(harmTypes)];
      return say({ type: 'opt-out', harmTypes: chosen }, (tx) => writeOptedOut(tx, chosen));
    },
    /** Gives back what is held of harm types opted out of, and not begun. */
    release(): Outcome<{ released: number }> {
      const commands = createCaseCommands(desk);
      const done = heldOptedOut(desk, catalogue()).map((caseId) =>
        commands.release({ caseId: caseId as CaseId, reason: '' }),
      );
      desk.announce({ event: 'exposure' });
      return succeed({ released: done.filter(({ ok }) => ok).length });
    },
  };
}

/** Another desktop of the same person may have said something newer; what waits here is newer still. */
export function followAccount(desk: Desk, { onBreakSince, optedOut }: Account): void {
  if (outbox.hasPersonCommands(desk.work)) return;
  const here = readBreak(desk.work);
  const since = onBreakSince === null ? null : Date.parse(onBreakSince);
  const sameBreak = (here.since === null) === (since === null);
  if (sameBreak && sameSet(readOptedOut(desk.work), optedOut)) return;
  desk.commitWork((tx) => {
    if (!sameBreak) {
      const endedAt = since === null ? correctedNow(desk) : here.endedAt;
      writeBreak(tx, { since, endedAt, shiftEnded: false });
    }
    writeOptedOut(tx, optedOut);
  });
  desk.announce({ event: 'exposure' });
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));
