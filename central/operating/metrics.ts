/** Figures for a monitoring system. Labels are words of the contract and names of queues and producers, never ids of cases or people. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { AuditHeads } from '../audit/heads.ts';
import type { Instance } from '../instance.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { createSampler, type WorkSample } from './sample-work.ts';

export interface Metrics {
  readonly contentType: string;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  answered(request: { method: string; route: string; status: number; durationMs: number }): void;
  /** A command was answered; the same one again counts again. */
  command(type: string, answer: string): void;
  intake(producer: string, route: string, result: string): void;
  delivered(answer: string): void;
}

export interface MetricsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly instance: Instance;
  readonly version: string;
  readonly streams: () => number;
  readonly auditHeads: Pick<AuditHeads, 'differing'>;
}

/** From a cached answer to a large upload, in seconds. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** With a registry of its own, so that several central APIs in one process keep their figures apart. */
export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry();
  const sample = createSampler(deps);
  const counters = createCounters(registry);
  describeProcess(registry, deps);
  const setWork = describeWork(registry, deps.clock);
  let started = false;

  return {
    contentType: registry.contentType,
    async text() {
      // Figures of the process cost timers and observers, so they are gathered only where somebody asks for them.
      if (!started) collectDefaultMetrics({ register: registry });
      started = true;
      setWork(await sample());
      return registry.metrics();
    },
    answered({ method, route, status, durationMs }) {
      counters.requests.observe({ method, route, status }, durationMs / 1000);
    },
    command: (type, answer) => counters.commands.inc({ type, answer }),
    intake: (producer, route, result) => counters.intake.inc({ producer, route, result }),
    delivered: (answer) => counters.attempts.inc({ answer }),
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'docket_request_seconds',
      help: 'Requests answered, by the route as the table names it. Streams are not among them.',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATIONS,
      registers,
    }),
    commands: new Counter({
      name: 'docket_commands_total',
      help: 'Commands answered, by type and answer: applied, late, changed, rejected, retry. A repeated one counts again.',
      labelNames: ['type', 'answer'],
      registers,
    }),
    intake: new Counter({
      name: 'docket_intake_items_total',
      help: 'What producers sent, item by item; a request that was refused as a whole counts once, as refused.',
      labelNames: ['producer', 'route', 'result'],
      registers,
    }),
    attempts: new Counter({
      name: 'docket_enforcement_attempts_total',
      help: 'Deliveries to the platform, by its answer: confirmed, accepted, failed, again.',
      labelNames: ['answer'],
      registers,
    }),
  };
}

/** What this process knows without asking the database. */
function describeProcess(
  registry: Registry,
  { store, instance, streams, auditHeads, version }: MetricsDeps,
): void {
  const gauge = (name: string, help: string, collect: (this: Gauge) => void, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, collect, registers: [registry] });
  gauge(
    'docket_build_info',
    'Always 1; the version is a label.',
    function () {
      this.set({ version, store: store.kind }, 1);
    },
    ['version', 'store'],
  );
  gauge(
    'docket_serving',
    '1 while it serves; 0 after a client showed a later state (run `restored`).',
    function () {
      this.set(instance.serving ? 1 : 0);
    },
  );
  gauge(
    'docket_audit_heads_differing',
    'Heads that desktops kept and the audit chain lacks, since the start: anything above 0 is an alarm.',
    function () {
      this.set(auditHeads.differing());
    },
  );
  gauge('docket_open_streams', 'Streams of desktops that this process holds open.', function () {
    this.set(streams());
  });
  gauge(
    'docket_database_connections',
    'Connections of this process to PostgreSQL, and requests waiting for one.',
    function () {
      const pool = store.connections?.();
      if (!pool) return;
      this.set({ is: 'busy' }, pool.total - pool.idle);
      this.set({ is: 'idle' }, pool.idle);
      this.set({ is: 'waited-for' }, pool.waiting);
    },
    ['is'],
  );
}

/** What is in the database: the same from every process, so alerts take the largest, not the sum. */
function describeWork(registry: Registry, clock: Clock): (sample: WorkSample | null) => void {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const sampleAge = gauge('docket_sample_age_seconds', 'How old the figures from the database are.');
  const open = gauge('docket_open_cases', 'Open cases.', ['queue', 'state', 'band']);
  const oldest = gauge('docket_oldest_open_case_seconds', 'Age of the oldest open case.', ['queue']);
  const pastDue = gauge('docket_cases_past_due', 'Open cases whose due time has passed.', ['queue']);
  const dueSoon = gauge('docket_cases_due_soon', 'Open cases that are due within 30 minutes.', ['queue']);
  const unsequenced = gauge('docket_feed_unsequenced', 'Changes that no desktop can see yet.');
  const lag = gauge('docket_feed_lag_seconds', 'Age of the oldest change that no desktop can see yet.');
  const waiting = gauge(
    'docket_desktop_commands_waiting',
    'Commands that devices last said they had waiting.',
  );
  const devices = gauge('docket_desktops_waiting', 'Devices that last said they had commands waiting.');
  const enforcement = gauge(
    'docket_enforcement',
    'Asked of the platform and not confirmed: requested, accepted, failed.',
    ['state'],
  );
  const undelivered = gauge(
    'docket_enforcement_oldest_waiting_seconds',
    'Age of the oldest request without a final answer.',
  );
  const inContact = gauge(
    'docket_people_in_contact',
    'People whose desktop was heard of within two minutes.',
  );
  const unsealed = gauge('docket_audit_unsealed', 'Audit events that are not yet in the chain.');

  return (sample) => {
    if (sample === null) return;
    const now = clock.now();
    const ageOf = (at: string | null) => (at === null ? 0 : Math.max(0, (now - Date.parse(at)) / 1000));
    for (const one of [open, oldest, pastDue, dueSoon, enforcement]) one.reset();
    sampleAge.set(Math.max(0, (now - sample.at) / 1000));
    for (const row of sample.open)
      open.set({ queue: row.queue, state: row.state, band: row.band }, row.count);
    for (const row of sample.queues) {
      oldest.set({ queue: row.queue }, ageOf(row.oldest));
      pastDue.set({ queue: row.queue }, row.past);
      dueSoon.set({ queue: row.queue }, row.soon);
    }
    unsequenced.set(sample.feed.rows);
    lag.set(ageOf(sample.feed.oldest));
    waiting.set(sample.outbox.waiting);
    devices.set(sample.outbox.devices);
    for (const [state, count] of Object.entries(sample.enforcement.states)) enforcement.set({ state }, count);
    undelivered.set(ageOf(sample.enforcement.oldest));
    inContact.set(sample.inContact);
    unsealed.set(sample.unsealed);
  };
}
