import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Bridge, Failure } from '../../contract/bridge.ts';
import type { Span } from '../../contract/evidence.ts';

/** Asks the viewer on screen for something once; `turn` makes two equal requests different. */
type Request<T> = Readonly<{ turn: number }> & Readonly<T>;

export type EvidenceViewState = Readonly<{
  caseId: string | null;
  /** Tabs in the order of the screen, as the pane last showed them. */
  tabs: readonly string[];
  /** The evidence item on screen; null until the pane has chosen the first. */
  tab: string | null;
  step: Request<{ by: 1 | -1 }> | null;
  scroll: Request<{ by: 1 | -1 }> | null;
  /** A place in an item to show: where a signal fired. */
  target: Request<{ span: Span }> | null;
  /** Text that is selected now, as spans of the evidence: what a new pattern is flagged with. */
  selected: readonly Span[];
  selectedText: string;
  /** Read out by a screen reader. */
  announced: string;
  /** Pictures that are shown, of the case on screen; every other one is covered. */
  uncovered: ReadonlySet<string>;
  /** Which of two ways something is shown in, by name; what was not chosen is shown in the first. */
  choices: ReadonlyMap<string, boolean>;
  /** The words looked for in the item on screen; null while nothing is looked for. */
  words: string | null;
  findStep: Request<{ by: 1 | -1 }> | null;
  /** Of a picture or a page: 1 fits it into its place. */
  zoom: number;
  /** Degrees, clockwise. */
  turned: 0 | 90 | 180 | 270;
  inverted: boolean;
  pageStep: Request<{ by: 1 | -1 }> | null;
}>;

/** Names of choices; some are made for all cases, some for one item. */
export const choiceOf = {
  logarithmic: 'logarithmic',
  picture: 'picture',
  thumbnails: 'thumbnails',
  translated: (evidenceId: string) => `translated ${evidenceId}`,
  changes: (evidenceId: string) => `changes ${evidenceId}`,
} as const;

export type EvidenceViewStore = StoreApi<
  EvidenceViewState & {
    show(caseId: string, tabs: readonly string[]): void;
    openTab(tab: string): void;
    moveTab(by: 1 | -1): void;
    openNthTab(index: number): void;
    stepHighlight(by: 1 | -1): void;
    scrollBy(by: 1 | -1): void;
    goTo(span: Span): void;
    select(spans: readonly Span[], text: string): void;
    announce(words: string): void;
    /** Uncovers a masked field, or graphic content (null): shown once the workstation has recorded it (U1). */
    reveal(evidenceId: string, field: string | null): Promise<Failure | null>;
    cover(evidenceId: string): void;
    coverAll(): void;
    choose(choice: string, second: boolean): void;
    /** Asks for words to look for, or takes them; null ends it. */
    lookFor(words: string | null): void;
    stepFound(by: 1 | -1): void;
    /** One step nearer or further; 0 fits again, upright and in its own colours. */
    zoomBy(by: 1 | -1 | 0): void;
    turn(): void;
    invert(): void;
    stepPage(by: 1 | -1): void;
  }
>;

const zooms = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8];
const upright = { zoom: 1, turned: 0, inverted: false } as const;

/** Which evidence is on screen, and where in it. Nothing of it outlives the window. */
export function createEvidenceViewStore(bridge: Bridge): EvidenceViewStore {
  let turn = 0;
  const next = () => (turn += 1);
  /** Content that is asked for and not covered again since: item → which time of asking. */
  const asked = new Map<string, number>();
  return createStore((set, get) => ({
    caseId: null,
    tabs: [],
    tab: null,
    step: null,
    scroll: null,
    target: null,
    selected: [],
    selectedText: '',
    announced: '',
    uncovered: new Set<string>(),
    choices: new Map<string, boolean>(),
    words: null,
    findStep: null,
    ...upright,
    pageStep: null,

    show(caseId, tabs) {
      const now = get();
      if (now.caseId !== caseId) {
        set({
          caseId,
          tabs,
          tab: tabs[0] ?? null,
          step: null,
          scroll: null,
          target: null,
          selected: [],
          selectedText: '',
          uncovered: new Set<string>(),
          words: null,
          findStep: null,
          ...upright,
          pageStep: null,
        });
        return;
      }
      const tab = now.tab !== null && tabs.includes(now.tab) ? now.tab : (tabs[0] ?? null);
      set({ tabs, tab });
    },
    openTab(tab) {
      set({ tab, target: null, ...upright, pageStep: null });
    },
    moveTab(by) {
      const { tabs, tab } = get();
      if (tabs.length === 0) return;
      const at = tab === null ? 0 : tabs.indexOf(tab);
      set({
        tab: tabs[(at + by + tabs.length) % tabs.length] ?? null,
        target: null,
        ...upright,
        pageStep: null,
      });
    },
    openNthTab(index) {
      const tab = get().tabs[index];
      if (tab !== undefined) set({ tab, target: null, ...upright, pageStep: null });
    },
    stepHighlight(by) {
      set({ step: { by, turn: next() } });
    },
    scrollBy(by) {
      set({ scroll: { by, turn: next() } });
    },
    goTo(span) {
      set({ tab: span.evidenceId, target: { span, turn: next() } });
    },
    select(spans, text) {
      set({ selected: spans, selectedText: text });
    },
    announce(announced) {
      set({ announced });
    },
    async reveal(evidenceId, field) {
      const { caseId } = get();
      if (caseId === null) return null;
      const mine = next();
      if (field === null) asked.set(evidenceId, mine);
      const answer = await bridge.invoke('evidence.reveal', { caseId, evidenceId, field });
      if (!answer.ok) return answer;
      // A key that was let go meanwhile has covered it again.
      if (field === null && asked.get(evidenceId) === mine && get().caseId === caseId)
        set({ uncovered: new Set([...get().uncovered, evidenceId]) });
      return null;
    },
    cover(evidenceId) {
      asked.delete(evidenceId);
      set({ uncovered: new Set([...get().uncovered].filter((each) => each !== evidenceId)) });
    },
    coverAll() {
      asked.clear();
      set({ uncovered: new Set<string>() });
    },
    choose(choice, second) {
      set({ choices: new Map(get().choices).set(choice, second) });
    },
    lookFor(words) {
      set({ words, findStep: null });
    },
    stepFound(by) {
      set({ findStep: { by, turn: next() } });
    },
    zoomBy(by) {
      const { zoom } = get();
      if (by === 0) set(upright);
      else if (by > 0) set({ zoom: zooms.find((each) => each > zoom) ?? zoom });
      else set({ zoom: zooms.findLast((each) => each < zoom) ?? zoom });
    },
    turn() {
      set({ turned: ((get().turned + 90) % 360) as 0 | 90 | 180 | 270 });
    },
    invert() {
      set({ inverted: !get().inverted });
    },
    stepPage(by) {
      set({ pageStep: { by, turn: next() } });
    },
  }));
}
