import type { Command, Guard } from './command.ts';
import { canDecide, change } from './decision.ts';
import { overturn, uphold } from '../rules/appeal.ts';

const canJudge: Guard = (context) => {
  const why = canDecide(context);
  if (why !== null) return why;
  const of = context.stores.openedCase.getState().opened?.case;
  if (of?.source !== 'appeal') return 'guard.no-appeal';
  return of.appeal === null ? 'guard.first-unknown' : null;
};

/** Both fill the form and submit nothing: whoever reviews an appeal writes a rationale of their own. */
export const appealCommands: readonly Command[] = [
  {
    id: 'decision.uphold',
    title: 'command.decision.uphold',
    group: 'decision',
    keys: ['Shift+a'],
    guard: canJudge,
    run: ({ stores }) =>
      change(stores, (content, context) =>
        context.of.appeal === null ? content : uphold(content, context.of.appeal, context),
      ),
  },
  {
    id: 'decision.overturn',
    title: 'command.decision.overturn',
    group: 'decision',
    keys: ['Shift+x'],
    guard: canJudge,
    run: ({ stores }) =>
      change(stores, (content, { of }) => (of.appeal === null ? content : overturn(content, of.appeal))),
  },
];
