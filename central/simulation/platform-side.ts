/** The platform's side, played: it keeps sending cases, reports and edits to a central API, as a real one would. */
import type { IncomingCase } from '../../contract/import.ts';
import type { EvidenceEdit, IncomingReport, IntakeAnswers } from '../../contract/intake.ts';
import { minute } from '../ports.ts';

export interface PlatformSideDeps {
  readonly central: string;
  readonly key: string;
  readonly random: () => number;
  readonly now: () => number;
  /** The nth case that this platform finds. */
  readonly nextCase: (index: number) => IncomingCase;
  /** So that a platform that was started again sends nothing twice. */
  readonly run: string;
}

export interface Rates {
  readonly casesPerMinute: number;
  readonly reportsPerMinute: number;
  readonly editsPerMinute: number;
}

export interface Sent {
  readonly cases: number;
  readonly reports: number;
  readonly joined: number;
  readonly edits: number;
  readonly failures: number;
}

export interface PlatformSide {
  start(rates: Rates): void;
  sent(): Sent;
  /** Waits for what is on its way. */
  stop(): Promise<void>;
}

/** How many of its cases it remembers, to report and to edit them. */
const REMEMBERED = 200;
const reasons = [
  'Asks me to pay before I can start',
  'Wants to talk outside the platform',
  'This is not the person on the photograph',
  'The same text under another name',
  'Rude and threatening',
];

export function createPlatformSide(deps: PlatformSideDeps): PlatformSide {
  const { random } = deps;
  const counts = { cases: 0, reports: 0, joined: 0, edits: 0, failures: 0 };
  const remembered: IncomingCase[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const onTheWay = new Set<Promise<void>>();
  let stopped = false;
  let made = 0;

  async function send(path: string, body: object): Promise<IntakeAnswers | null> {
    try {
      const response = await fetch(`${deps.central}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${deps.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(15_000),
      });
      if (response.ok) return (await response.json()) as IntakeAnswers;
      await response.body?.cancel();
    } catch {
      // The central API is away; a platform goes on with its own work.
    }
    counts.failures += 1;
    return null;
  }

  async function sendCase(): Promise<void> {
    made += 1;
    const next = deps.nextCase(made);
    const { dueAt: _dueAt, ...incoming } = next;
    const fresh = {
      ...incoming,
      externalId: `${deps.run}-${made}`,
      createdAt: new Date(deps.now()).toISOString(),
    };
    const answer = await send('/v1/cases', fresh);
    if (answer?.results[0]?.status !== 'added') return;
    counts.cases += 1;
    remembered.push(fresh);
    if (remembered.length > REMEMBERED) remembered.shift();
  }

  async function sendReport(): Promise<void> {
    const about = oneOf(remembered);
    if (!about) return;
    made += 1;
    const report: IncomingReport = {
      externalId: `${deps.run}-report-${made}`,
      subject: about.subject,
      reporter: {
        id: `client-${made}`,
        label: `Client ${made}`,
        role: random() < 0.5 ? 'client' : 'freelancer',
        reports: Math.floor(random() * 9),
        upheld: 0,
      },
      reason: oneOf(reasons) ?? '',
      text: '',
      language: 'en',
      policyArea: null,
      related: [...about.related],
      facts: [],
      evidence: [],
    };
    const answer = await send('/v1/reports', report);
    const status = answer?.results[0]?.status;
    if (status === 'joined') counts.joined += 1;
    if (status === 'joined' || status === 'added') counts.reports += 1;
  }

  /** What is under review is edited while it is reviewed. */
  async function sendEdit(): Promise<void> {
    const about = oneOf(remembered);
    const [first] = about?.evidence ?? [];
    if (!about || !first || !('document' in first)) return;
    made += 1;
    const edited = editedDocument(first.document, made, deps.now());
    if (edited === null) return;
    const edit: EvidenceEdit = {
      externalId: `${deps.run}-edit-${made}`,
      evidence: [{ ...first, document: edited }],
    };
    if (await send(`/v1/cases/${encodeURIComponent(about.externalId)}/evidence`, edit)) counts.edits += 1;
  }

  const oneOf = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];

  function keep(perMinute: number, work: () => Promise<void>): void {
    if (perMinute <= 0) return;
    // Exponential pauses: arrivals that know nothing of each other.
    const pauseMs = (-Math.log(1 - random()) * minute) / perMinute;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (stopped) return;
      const working = work().finally(() => onTheWay.delete(working));
      onTheWay.add(working);
      keep(perMinute, work);
    }, pauseMs);
    timers.add(timer);
  }

  return {
    start({ casesPerMinute, reportsPerMinute, editsPerMinute }) {
      keep(casesPerMinute, sendCase);
      keep(reportsPerMinute, sendReport);
      keep(editsPerMinute, sendEdit);
    },
    sent: () => ({ ...counts }),
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(onTheWay);
    },
  };
}

type Document = Readonly<{ kind: string }> & Readonly<Record<string, unknown>>;

/** A post with one more sentence, the version before kept; a thread with one more message. Null where it is neither. */
function editedDocument(document: Document, number: number, now: number): Document | null {
  const at = new Date(now).toISOString();
  if (document['kind'] === 'job-post') {
    const sections = list(document['sections']);
    const [first, ...rest] = sections;
    if (!first) return null;
    const text = `${String(first['text'] ?? '')}\n\nWrite to us before you apply (${number}).`;
    const before = { editedAt: at, title: document['title'], sections };
    return {
      ...document,
      sections: [{ ...first, text }, ...rest],
      earlier: [...list(document['earlier']), before].slice(-50),
    };
  }
  if (document['kind'] === 'messages') {
    const messages = list(document['messages']);
    const last = messages.at(-1);
    if (!last) return null;
    return {
      ...document,
      messages: [
        ...messages,
        { ...last, id: `message-${number}`, at, text: 'Are you still there?', flagged: false },
      ],
    };
  }
  return null;
}

const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
