import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Answer,
  Bridge,
  BridgeParams,
  Failure,
  OpenedCase,
  OwnDecision,
} from '../../contract/bridge.ts';
import type { BatchResult, BatchSubmission } from '../../contract/batch.ts';
import type { DraftContent } from '../../contract/draft.ts';
import type { DecisionId } from '../../contract/primitives.ts';
import { ownOnceChanged } from '../rules/form-changes.ts';
import type { Timings } from './timings.ts';

export const emptyContent: DraftContent = {
  outcome: null,
  policies: [],
  actions: [],
  severity: null,
  rationale: '',
  message: null,
  adopts: null,
  caret: null,
};

export type DecisionFormState = Readonly<{
  caseId: string | null;
  caseVersion: number;
  content: DraftContent;
  revision: number;
  /** Milliseconds since 1970; null when nothing of it is on disk. */
  savedAt: number | null;
  unsaved: boolean;
  submitting: boolean;
  /** What the core said of the last save or submission; what was typed is kept. */
  failure: Failure | null;
  /** What the person last submitted from this window. */
  submitted: OwnDecision | null;
}>;

export type DecisionFormStore = StoreApi<
  DecisionFormState & {
    /** Shows the draft of a case. Typing that is not saved yet is never replaced by what is on disk. */
    load(opened: OpenedCase): void;
    clear(): void;
    change(content: Partial<DraftContent>): void;
    /** Where the caret stands: kept with the draft when it is saved next, or left. By itself it makes no draft. */
    placeCaret(caret: NonNullable<DraftContent['caret']>): void;
    /** Puts what was typed on disk now (D10). */
    flush(): Promise<void>;
    discard(): Promise<void>;
    /**
     * Decides what is in the form. Another case may come on screen meanwhile: what is refused then waits for its case to
     * come back (`isBroughtBack`), words and reason included.
     */
    submit(): Promise<OwnDecision | null>;
    isBroughtBack(caseId: string): boolean;
    /** Once every submission that is on its way now has its answer. */
    answered(): Promise<void>;
    /** Decides what is in the form on the cases named, each on its own (D13). Null where all of it was refused. */
    submitTogether(cases: BatchSubmission['cases']): Promise<BatchResult | null>;
    /** Decides as a late decision does, naming it (D8). What was in the form stays where that is refused. */
    adopt(lateId: DecisionId): Promise<OwnDecision | null>;
    dismissFailure(): void;
  }
>;

type Shown = Pick<BridgeParams<'decision.submit'>, 'caseId' | 'caseVersion'>;

const isSamePlace = (one: NonNullable<DraftContent['caret']>, other: DraftContent['caret']): boolean =>
  one.field === other?.field && one.position === other.position;

/** With the way to disk, well inside the 500 ms of D10. */
const SAVE_AFTER_MS = 350;

export function createDecisionFormStore(bridge: Bridge, timings: Timings): DecisionFormStore {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Saves follow each other: each names the revision that it follows. */
  let saving: Promise<void> = Promise.resolve();
  let notSaved: Failure | null = null;
  /** The newest revision of each draft seen here. */
  const revisions = new Map<string, number>();
  /** How often each case was submitted from here. */
  const submissions = new Map<string, number>();

  /** Submissions without an answer, by case. */
  const onTheirWay = new Map<string, DraftContent>();
  /** Refused while another case was on screen. */
  const broughtBack = new Map<string, Readonly<{ content: DraftContent; failure: Failure }>>();
  let lastAnswer: Promise<unknown> = Promise.resolve();
  /** Whose submissions these are: an answer that comes behind a sign-out is nobody's. */
  let person = 0;

  /** Where the caret was seen last on the case on screen; moving it paints nothing. */
  let caret: DraftContent['caret'] = null;
  /** What is on screen is a draft. Saving over a decision that was not sent yet would withdraw it (D4). */
  let isDraft = false;

  return createStore((set, get) => {
    const withCaret = (content: DraftContent): DraftContent =>
      caret === null || isSamePlace(caret, content.caret) ? content : { ...content, caret };

    async function save(caseId: string, content: DraftContent): Promise<void> {
      const answer = await bridge.invoke('draft.save', {
        caseId,
        follows: revisions.get(caseId) ?? 0,
        content,
      });
      if (answer.ok) revisions.set(caseId, answer.value.revision);
      // Overtaken by a submission, a save is refused: what was written then belongs to the decision.
      if (get().caseId !== caseId || get().submitting) return;
      if (answer.ok) {
        const { revision, savedAt } = answer.value;
        isDraft = revision > 0;
        const { failure } = get();
        // That the draft is on disk takes nothing back of why it could not be submitted.
        set({ revision, savedAt: Date.parse(savedAt), failure: failure === notSaved ? null : failure });
      } else {
        notSaved = answer;
        set({ failure: answer, unsaved: true });
      }
    }

    /** What is to be saved is taken now: by the time that it is its turn, another case may be on screen. */
    function flush(): Promise<void> {
      clearTimeout(timer);
      timer = undefined;
      const { caseId, content: typed, unsaved, submitting } = get();
      const content = withCaret(typed);
      const isMoved = content !== typed && isDraft && !submitting;
      if (caseId !== null && (unsaved || isMoved)) {
        set({ unsaved: false, content });
        const before = submissions.get(caseId);
        // What a submission has overtaken goes with it, or to disk once that was refused.
        saving = saving.then(() => (submissions.get(caseId) === before ? save(caseId, content) : undefined));
      }
      return saving;
    }

    /** A save on its way must not bring the draft back behind the decision. */
    function endSaving(): Promise<void> {
      clearTimeout(timer);
      timer = undefined;
      return saving;
    }

    /** What comes on screen next loads its own draft, this case included when it is brought back. */
    function leave(submitted: OwnDecision | null): void {
      isDraft = false;
      set({
        caseId: null,
        content: emptyContent,
        revision: 0,
        savedAt: null,
        submitting: false,
        unsaved: false,
        submitted,
      });
    }

    /** What was typed stays in the form, and goes to disk. */
    function keep(failure: Failure | null): void {
      set({ submitting: false, failure, unsaved: true });
      void flush();
    }

    async function decide(
      ask: (shown: Shown) => Promise<Answer<'decision.submit' | 'late.adopt'>>,
    ): Promise<OwnDecision | null> {
      const { caseId, caseVersion, submitting } = get();
      if (caseId === null || submitting) return null;
      set({ submitting: true, failure: null });
      const answer = await ask({ caseId: caseId as Shown['caseId'], caseVersion });
      if (get().caseId !== caseId) return answer.ok ? answer.value.own : null;
      if (!answer.ok) {
        keep(answer);
        return null;
      }
      revisions.delete(caseId);
      leave(answer.value.own);
      return answer.value.own;
    }

    async function submit(): Promise<OwnDecision | null> {
      const { caseId, caseVersion, submitting, content: typed } = get();
      if (caseId === null || submitting) return null;
      // As it is at this key: what is typed ahead belongs to no decision.
      const content = withCaret(typed);
      const whose = person;
      submissions.set(caseId, (submissions.get(caseId) ?? 0) + 1);
      clearTimeout(timer);
      timer = undefined;
      onTheirWay.set(caseId, content);
      set({ submitting: true, failure: null, unsaved: false });
      // It does not wait for a save on its way: one that comes behind a decision is refused by the workstation.
      const asked = bridge.invoke('decision.submit', {
        caseId: caseId as Shown['caseId'],
        caseVersion,
        content,
        ...timings.read(),
      });
      lastAnswer = Promise.all([lastAnswer, asked]);
      const answer = await asked;
      if (whose !== person) return null;
      onTheirWay.delete(caseId);
      const isOnScreen = get().caseId === caseId;
      if (answer.ok) {
        revisions.delete(caseId);
        if (isOnScreen) leave(answer.value.own);
        else set({ submitted: answer.value.own });
        return answer.value.own;
      }
      if (isOnScreen) keep(answer);
      else broughtBack.set(caseId, { content, failure: answer });
      return null;
    }

    return {
      caseId: null,
      caseVersion: 1,
      content: emptyContent,
      revision: 0,
      savedAt: null,
      unsaved: false,
      submitting: false,
      failure: null,
      submitted: null,

      load(opened) {
        const now = get();
        const { draft } = opened;
        const same = now.caseId === opened.case.id;
        if (same && (now.unsaved || now.submitting || draft.revision <= now.revision)) {
          set({ caseVersion: opened.case.version });
          return;
        }
        // What is being submitted is on its way to disk; saving it behind that would take it back (D4).
        if (!same && !now.submitting) void flush();
        const returned = broughtBack.get(opened.case.id);
        broughtBack.delete(opened.case.id);
        revisions.set(opened.case.id, Math.max(draft.revision, revisions.get(opened.case.id) ?? 0));
        caret = null;
        isDraft = opened.work === 'draft';
        set({
          caseId: opened.case.id,
          caseVersion: opened.case.version,
          content: returned?.content ?? onTheirWay.get(opened.case.id) ?? draft.content,
          revision: draft.revision,
          savedAt: draft.savedAt === null ? null : Date.parse(draft.savedAt),
          submitting: onTheirWay.has(opened.case.id),
          unsaved: returned !== undefined,
          failure: returned?.failure ?? null,
        });
        if (returned !== undefined) void flush();
      },

      clear() {
        if (!get().submitting) void flush();
        isDraft = false;
        person += 1;
        onTheirWay.clear();
        broughtBack.clear();
        set({
          caseId: null,
          content: emptyContent,
          revision: 0,
          savedAt: null,
          submitting: false,
          failure: null,
        });
      },

      change(content) {
        if (get().caseId === null) return;
        const before = get().content;
        set({ content: ownOnceChanged(before, { ...before, ...content }), unsaved: true });
        if (timer === undefined) timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
      },

      placeCaret(place) {
        if (get().caseId !== null) caret = place;
      },

      flush,

      async discard() {
        const { caseId } = get();
        if (caseId === null) return;
        clearTimeout(timer);
        timer = undefined;
        await saving;
        const answer = await bridge.invoke('draft.discard', { caseId });
        if (answer.ok) revisions.delete(caseId);
        if (get().caseId !== caseId) return;
        if (!answer.ok) {
          set({ failure: answer });
          return;
        }
        caret = null;
        isDraft = false;
        set({ content: emptyContent, revision: 0, savedAt: null, unsaved: false, failure: null });
      },

      submit,
      isBroughtBack: (caseId) => broughtBack.has(caseId),
      answered: () => lastAnswer.then(() => undefined),

      async submitTogether(cases) {
        const { caseId, submitting } = get();
        if (caseId === null || submitting) return null;
        set({ submitting: true, failure: null });
        await endSaving();
        const { content } = get();
        const like = caseId as BatchSubmission['like'];
        const answer = await bridge.invoke('decision.submitBatch', {
          like,
          cases,
          content,
          ...timings.read(),
        });
        const decided = answer.ok ? answer.value.answers.filter(({ did }) => did === 'decided') : [];
        for (const one of decided) revisions.delete(one.caseId);
        if (get().caseId === caseId) {
          if (decided.some((one) => one.caseId === caseId)) leave(null);
          else keep(answer.ok ? null : answer);
        }
        return answer.ok ? answer.value : null;
      },

      // What the person thinks must be on disk before anybody else's view can be taken.
      adopt: (decisionId) =>
        decide(() => flush().then(() => bridge.invoke('late.adopt', { decisionId, ...timings.read() }))),

      dismissFailure() {
        set({ failure: null });
      },
    };
  });
}
