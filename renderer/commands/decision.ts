import type { ActionKind } from '../../contract/action.ts';
import type { Outcome } from '../../contract/catalogue.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { chooseOutcome, toggleAction, togglePolicy, type FormContext } from '../rules/form-changes.ts';
import { policiesFor } from '../rules/permitted.ts';
import { whatIsMissing } from '../rules/what-is-missing.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, FocusTarget, Guard } from './command.ts';
import { showCase, showCaseAt, showNextUndecided } from './queue.ts';

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
  number: n,
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
  const caseId = context.of.id;
  const next = nextAtHand(stores);
  const answered = form.submit();
  if (next === null) {
    if ((await answered) !== null) await showNextAfter(stores, focus, caseId);
    return;
  }
  // The next case is painted while the decision is written. Nothing on screen says that it was decided before it is
  // on disk (D2); what is refused comes back with its words.
  leave(stores, focus, caseId);
  void showCaseAt(stores, next);
  const own = await answered;
  if (own === null) await bringBack(stores, caseId);
  else if (stores.openedCase.getState().caseId === caseId) await stores.openedCase.getState().reload();
}

/** The place of the next case to decide, where all of it is here; never the one on screen. */
function nextAtHand(stores: Stores): number | null {
  const { active, rows, undecidedAfter } = stores.queue.getState();
  const next = undecidedAfter(active);
  const row = next === null || next === active ? undefined : rows.get(next);
  return row !== undefined && stores.openedCase.getState().isAtHand(row.caseId) ? next : null;
}

/** Whoever has signed out meanwhile, or has gone back to it, is not led anywhere. */
async function bringBack(stores: Stores, caseId: string): Promise<void> {
  if (!stores.decisionForm.getState().isBroughtBack(caseId)) return;
  stores.window.getState().say('said.brought-back', {}, 'warning');
  await showCase(stores, caseId);
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
