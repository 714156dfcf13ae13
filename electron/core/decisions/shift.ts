/** The end of a shift: what is untouched goes back to its queue, what waits is said, and nothing new is given (D14). */
import type { BridgeResult } from '../../../contract/bridge.ts';
import type { CaseId } from '../../../contract/primitives.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { readBreak, writeBreak } from '../cases/exposure.ts';
import { makeCommand, makePersonCommand, putIntoOutbox, putPersonCommand } from '../cases/make-command.ts';
import { succeed, type Outcome } from '../outcome.ts';
import * as cases from '../store/cache/cases.ts';
import * as outbox from '../store/work/outbox.ts';
import { countAttention } from './attention.ts';
import { afterCommandsOn } from './changes.ts';

type Left = BridgeResult<'shift.left'>;

/** Cases held here, by what the person has done with them. */
function standing(desk: Desk): { untouched: cases.InHand[]; left: Left } {
  const held = cases.listInHand(desk.cache);
  const by = { untouched: [] as cases.InHand[], begun: 0, drafts: 0, resting: 0 };
  for (const head of held) {
    const work = desk.overlay.workOf(head.caseId, false);
    if (work === 'draft') by.drafts += 1;
    else if (head.resting) by.resting += 1;
    else if (work !== 'open') continue;
    else if (head.shown) by.begun += 1;
    else by.untouched.push(head);
  }
  const { waiting } = outbox.countWaiting(desk.work);
  return {
    untouched: by.untouched,
    left: {
      untouched: by.untouched.length,
      begun: by.begun,
      drafts: by.drafts,
      resting: by.resting,
      waiting,
      attention: countAttention(desk),
    },
  };
}

export const readLeft = (desk: Desk): Outcome<Left> => succeed(standing(desk).left);

/**
 * In one FULL transaction: from now on nothing is given, and what was never on screen is released. `reason` stands in the
 * timeline of each case.
 */
export function endShift(desk: Desk, reason: string): Outcome<BridgeResult<'shift.end'>> {
  const { untouched } = standing(desk);
  const { since, endedAt } = readBreak(desk.work);
  const pause = since === null ? makePersonCommand(desk, { type: 'take-break' }) : null;
  const releases = untouched.map((head) => ({
    head,
    command: makeCommand(desk, { id: head.caseId as CaseId, epoch: head.epoch }, { type: 'release', reason }),
  }));
  const now = correctedNow(desk);
  desk.commitWork((tx) => {
    // First, so that what goes back is not given again at once.
    if (pause !== null) putPersonCommand(tx, desk, pause);
    writeBreak(tx, { since: since ?? now, endedAt, shiftEnded: true });
    for (const { head, command } of releases) putIntoOutbox(tx, desk, head, command);
  });
  afterCommandsOn(
    desk,
    untouched.map(({ caseId }) => caseId),
    [...(pause === null ? [] : [pause.id]), ...releases.map(({ command }) => command.id)],
  );
  desk.announce({ event: 'exposure' });
  return succeed({ released: releases.length, at: instantOf(now), left: standing(desk).left });
}
