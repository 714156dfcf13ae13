import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, Failure, OpenedCase } from '../../contract/bridge.ts';
import { afterPaint } from './after-paint.ts';

export type OpenedCaseState = Readonly<{
  caseId: string | null;
  opened: OpenedCase | null;
  failure: Failure | null;
}>;

export type OpenedCaseStore = StoreApi<
  OpenedCaseState & {
    /**
     * Shows a case at once when it was prefetched, and asks the core in any case: once it has been painted, so that the
     * question is not in its way and counts as a view only where there was something to see.
     */
    open(caseId: string): Promise<void>;
    /** Shows a case if it was prefetched; false when it was not. */
    show(caseId: string): boolean;
    /** Whether `show` would. */
    isAtHand(caseId: string): boolean;
    /** The queue is moving past a case: nothing of it is shown, so nobody has viewed it. */
    pass(caseId: string): void;
    /** Forgets every case, prefetched ones too. */
    clear(): void;
    /** Takes what the core says now of the case on screen: after an event, or an own action. */
    reload(): Promise<void>;
    takeNewer(): Promise<void>;
    /** Has cases at hand before they are asked for. */
    prefetch(caseIds: readonly string[]): void;
    /** A prefetched copy is out of date. */
    forget(caseId: string): void;
  }
>;

const KEPT = 8;

/** A document follows from its digest and from what is masked: a thread of megabytes is not compared. */
const isSameEvidence = (one: OpenedCase['evidence'], other: OpenedCase['evidence']): boolean => {
  const told = (views: OpenedCase['evidence']): string =>
    JSON.stringify(views.map(({ document, ...view }) => ({ ...view, document: document !== null })));
  return told(one) === told(other);
};

/** What is as it was stays the same object, so that a saved draft paints neither the evidence nor the case anew. */
function following(shown: OpenedCase, newer: OpenedCase): OpenedCase {
  if (shown.case.id !== newer.case.id) return newer;
  const kept = <T>(was: T, is: T): T => (JSON.stringify(was) === JSON.stringify(is) ? was : is);
  const merged: OpenedCase = {
    case: kept(shown.case, newer.case),
    evidence: isSameEvidence(shown.evidence, newer.evidence) ? shown.evidence : newer.evidence,
    draft: kept(shown.draft, newer.draft),
    work: newer.work,
    own: kept(shown.own, newer.own),
    newer: kept(shown.newer, newer.newer),
    gone: newer.gone,
    others: kept(shown.others, newer.others),
  };
  const names = Object.keys(merged) as (keyof OpenedCase)[];
  return names.every((name) => merged[name] === shown[name]) ? shown : merged;
}

export function createOpenedCaseStore(bridge: Bridge): OpenedCaseStore {
  const kept = new Map<string, OpenedCase>();
  const fetching = new Set<string>();

  function keep(opened: OpenedCase): void {
    kept.delete(opened.case.id);
    kept.set(opened.case.id, opened);
    for (const caseId of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(caseId);
    }
  }

  return createStore((set, get) => {
    async function ask(caseId: string, view: boolean): Promise<void> {
      const answer = await bridge.invoke('case.open', { caseId, view });
      if (answer.ok) keep(answer.value);
      const { caseId: current, opened } = get();
      if (current !== caseId) return;
      if (!answer.ok) set({ opened: null, failure: answer });
      else set({ opened: opened === null ? answer.value : following(opened, answer.value), failure: null });
    }

    return {
      caseId: null,
      opened: null,
      failure: null,

      async open(caseId) {
        const { caseId: current, opened } = get();
        if (current === caseId && opened !== null) {
          // It is on screen already.
        } else if (get().show(caseId)) {
          await afterPaint();
          if (get().caseId !== caseId) return;
        } else set({ caseId, opened: null, failure: null });
        await ask(caseId, true);
      },

      show(caseId) {
        const opened = kept.get(caseId);
        if (opened === undefined) return false;
        set({ caseId, opened, failure: null });
        return true;
      },

      isAtHand: (caseId) => kept.has(caseId),

      pass(caseId) {
        set({ caseId, opened: null, failure: null });
      },

      clear() {
        kept.clear();
        set({ caseId: null, opened: null, failure: null });
      },

      async reload() {
        const { caseId } = get();
        if (caseId !== null) await ask(caseId, false);
      },

      async takeNewer() {
        const { caseId } = get();
        if (caseId === null) return;
        const answer = await bridge.invoke('case.takeNewer', { caseId });
        if (answer.ok) keep(answer.value);
        if (get().caseId === caseId)
          set(answer.ok ? { opened: answer.value, failure: null } : { failure: answer });
      },

      prefetch(caseIds) {
        for (const caseId of caseIds) {
          if (kept.has(caseId) || fetching.has(caseId)) continue;
          fetching.add(caseId);
          void bridge.invoke('case.open', { caseId, view: false }).then((answer) => {
            fetching.delete(caseId);
            if (answer.ok) keep(answer.value);
          });
        }
      },

      forget(caseId) {
        kept.delete(caseId);
      },
    };
  });
}
