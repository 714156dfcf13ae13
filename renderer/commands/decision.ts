import type { ActionKind } from '../../contract/action.ts';
import type { Outcome } from '../../contract/catalogue.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { chooseOutcome, toggleAction, togglePolicy, type FormContext } from '../rules/form-changes.ts';
import { policiesFor } from '../rules/permitted.ts';
import { whatIsMissing } from '../rules/what-is-missing.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, FocusTarget, Guard } from './command.ts';
import { showAtHand, showCaseAt, showNextUndecided } from './queue.ts';

/** What the rules of the form look at; null while there is no case or no catalogue. */
export function formContext(stores: Stores): FormContext | null {
  const { opened } = stores.openedCase.getState();
  const catalogue = stores.catalogue.getState().value?.catalogue ?? null;
  if (opened === null || catalogue === null) return null;
  return {
    of: opened.case,
    catalogue,
    offline: stores.session.getState().status?.contact !== 'online',
  };
}

/** Whether the case on screen can be decided; else why not. */
export const canDecide: Guard = ({ stores }) => {
  const { opened } = stores.openedCase.getState();
  if (opened === null) return 'guard.no-case';
  if (opened.gone !== null) return 'guard.gone';
  if (opened.work !== 'open' && opened.work !== 'draft' && opened.work !== 'attention')
    return 'guard.decided';
  return stores.catalogue.getState().value?.catalogue ? null : 'guard.no-catalogue';
};

export function change(
  stores: Stores,
  next: (content: DraftContent, context: FormContext) => DraftContent,
): void {
  const context = formContext(stores);
  const { content, change: put } = stores.decisionForm.getState();
  if (context !== null) put(next(content, context));
}

/** Ticks an action, or says why it cannot be ticked. */
export function tickAction(stores: Stores, kind: ActionKind): void {
  const context = formContext(stores);
  if (context === null) return;
  const { content, change: put } = stores.decisionForm.getState();
  const { content: next, refused } = toggleAction(content, kind, context);
  if (refused !== null) stores.window.getState().say(`decision.refused.${refused}`, {}, 'warning');
  put(next);
}

const policyCommand = (n: number): Command => ({
  id: `decision.policy-${n}`,
  title: 'command.decision.policy',
  group: 'decision',
  keys: [`Digit${n}`],
  guard: canDecide,
  hidden: true,
  run: ({ stores }) =>
    change(stores, (content, context) => {
      const policy = policiesFor(context.catalogue, context.of.subject.type)[n - 1];
      return policy === undefined ? content : togglePolicy(content, policy.id, context);
    }),
});

const outcomeCommand = (outcome: Outcome, key: string): Command => ({
  id: `decision.${outcome}`,
  title: `command.decision.${outcome}`,
  group: 'decision',
  keys: [key],
  guard: canDecide,
  run: ({ stores }) => change(stores, (content) => chooseOutcome(content, outcome)),
});

const actionCommand = (kind: ActionKind, keys: readonly string[]): Command => ({
  id: `decision.${kind}`,
  title: `command.decision.${kind}`,
  group: 'decision',
  keys,
  guard: canDecide,
  run: ({ stores }) => tickAction(stores, kind),
});

/** Submits, and shows the next case. What lacks is said, and its field gets the focus. */
async function submit(stores: Stores, focus: (target: FocusTarget) => void): Promise<void> {
  const context = formContext(stores);
  const form = stores.decisionForm.getState();
  if (context === null || form.submitting) return;
  const [missing] = whatIsMissing(form.content, context.of, context.catalogue);
  if (missing !== undefined) {
    stores.window.getState().say(`decision.missing.${missing.why}`, { ...missing }, 'warning');
    focus(missing.field);
    return;
  }
  const { active, snapshotId, undecidedAfter } = stores.queue.getState();
  const next = undecidedAfter(active);
  const isSameQueue = (): boolean => stores.queue.getState().snapshotId === snapshotId;
  const own = await form.submit(() => {
    leave(stores, focus, context.of.id);
    // In one with what leaves the form, so that it is painted once.
    if (next !== null && isSameQueue()) showAtHand(stores, next);
  });
  if (own === null) return;
  if (next !== null && isSameQueue()) await showCaseAt(stores, next);
  else await showNextAfter(stores, focus, context.of.id);
}

/** The keys that follow belong to the next case, not to a field of this one. */
function leave(stores: Stores, focus: (target: FocusTarget) => void, caseId: string): void {
  focus('evidence');
  stores.openedCase.getState().forget(caseId);
  stores.timings.stop();
}

/** After a decision on the case on screen: the next one. */
export async function showNextAfter(
  stores: Stores,
  focus: (target: FocusTarget) => void,
  caseId: string,
): Promise<void> {
  leave(stores, focus, caseId);
  if (!(await showNextUndecided(stores))) await stores.openedCase.getState().reload();
}

export function createDecisionCommands(): readonly Command[] {
  return [
    {
      id: 'decision.submit',
      title: 'command.decision.submit',
      group: 'decision',
      keys: ['$mod+Enter'],
      everywhere: true,
      guard: canDecide,
      run: ({ stores, focus }) => submit(stores, focus),
    },
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(policyCommand),
    {
      id: 'decision.policy-search',
      title: 'command.decision.policy-search',
      group: 'decision',
      keys: ['p'],
      guard: canDecide,
      run: ({ stores }) => stores.window.getState().open('policy-search'),
    },
    outcomeCommand('no-violation', 'a'),
    outcomeCommand('violation', 'x'),
    outcomeCommand('insufficient-evidence', 'i'),
    actionCommand('remove-content', ['r']),
    actionCommand('warn', ['w']),
    actionCommand('verify-identity', ['v']),
    actionCommand('hold-payout', ['h']),
    actionCommand('label', ['l']),
    actionCommand('restrict', []),
    actionCommand('suspend', ['g s']),
    actionCommand('close-account', ['g c']),
    {
      id: 'decision.preset',
      title: 'command.decision.preset',
      group: 'decision',
      keys: ['q'],
      guard: canDecide,
      run: ({ stores }) => stores.window.getState().open('preset'),
    },
    {
      id: 'decision.rationale',
      title: 'command.decision.rationale',
      group: 'decision',
      keys: ['n'],
      guard: canDecide,
      run: ({ focus }) => focus('rationale'),
    },
    {
      id: 'decision.message',
      title: 'command.decision.message',
      group: 'decision',
      keys: ['m'],
      guard: canDecide,
      run: ({ focus }) => focus('message'),
    },
  ];
}
