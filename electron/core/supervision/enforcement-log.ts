import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { EnforcementState, type EnforcementLine } from '../../../contract/enforcement.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { Clock } from '../ports.ts';
import type { AskCentral } from './ask-central.ts';

const PAGE = 100;
/** What a supervisor must look at comes first, whatever is newer. */
const order: readonly EnforcementState[] = ['failed', 'awaiting', 'requested', 'confirmed', 'cancelled'];

/** Where the next page begins: among which state, and after what. */
type Place = Readonly<{ state: EnforcementState; after: string | null }>;
const encode = ({ state, after }: Place): string => `${state} ${after ?? ''}`;

function decode(text: string): Place | null {
  const space = text.indexOf(' ');
  const state = EnforcementState.safeParse(text.slice(0, space)).data;
  return state === undefined || space < 0 ? null : { state, after: text.slice(space + 1) || null };
}

/** What the platform was asked to do, for supervisors; asking again needs contact too (D14). */
export function createEnforcementLog(ask: AskCentral, clock: Clock) {
  return {
    async list({
      state,
      after,
    }: BridgeParams<'enforcement.list'>): Promise<Outcome<BridgeResult<'enforcement.list'>>> {
      const begin = after === null ? { state: state ?? 'failed', after: null } : decode(after);
      if (begin === null) return fail('invalid', 'That page is not there.');
      const states = state === null ? order.slice(order.indexOf(begin.state)) : [begin.state];
      const lines: EnforcementLine[] = [];
      let counts = { failed: 0, waiting: 0 };
      let next: string | null = null;
      for (const [index, one] of states.entries()) {
        const from = index === 0 ? begin.after : null;
        const answer = await ask('enforcement.list', {
          query: { state: one, limit: PAGE - lines.length, ...(from === null ? {} : { after: from }) },
        });
        if (!answer.ok) return answer;
        counts = { failed: answer.value.failed, waiting: answer.value.waiting };
        lines.push(...answer.value.lines);
        const following = states[index + 1];
        next =
          answer.value.next !== null
            ? encode({ state: one, after: answer.value.next })
            : following === undefined
              ? null
              : encode({ state: following, after: null });
        if (answer.value.next !== null || lines.length >= PAGE) break;
      }
      return succeed({ lines, ...counts, next, at: new Date(clock.now()).toISOString() });
    },

    async retry({
      id,
      reason,
    }: BridgeParams<'enforcement.retry'>): Promise<Outcome<BridgeResult<'enforcement.retry'>>> {
      return ask('enforcement.retry', { params: { id }, body: JSON.stringify({ reason }) });
    },
  };
}
