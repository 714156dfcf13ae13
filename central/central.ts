/** The central API, put together. */
import { ROOMS_CHANNEL } from './supervision/rooms-hint.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { announceWork } from './assignment/give.ts';
import { createGiver } from './assignment/giver.ts';
import { passTime } from './assignment/leases.ts';
import { createAuditHeads } from './audit/heads.ts';
import { sealAudit } from './audit/seal.ts';
import { createCatalogues } from './catalogue/catalogues.ts';
import { createPush } from './commands/push.ts';
import { createCoalesced } from './coalesced.ts';
import { DELIVER_CHANNEL, createDeliverer } from './enforcement/deliverer.ts';
import { createPlatform, type Deliver, type PlatformPlace } from './enforcement/platform.ts';
import { createPlatformGate } from './enforcement/verify-platform.ts';
import { createFeed } from './feed/page.ts';
import { createPositions } from './feed/positions.ts';
import { pruneFeed } from './feed/prune.ts';
import { createSequencer } from './feed/sequencer.ts';
import { createHandlers } from './http/handlers.ts';
import { createServer } from './http/server.ts';
import { HEARTBEAT_MS, createStreams } from './http/streams.ts';
import { pruneRequests } from './intake/answer-once.ts';
import { renewPriorities } from './intake/renew-priorities.ts';
import { openInstance, type Instance } from './instance.ts';
import { minute, type Clock, type Ids, type Log } from './ports.ts';
import { createContact } from './sessions/contact.ts';
import { createOperatorGate } from './operating/admit-operator.ts';
import { countHandlers } from './operating/count-handlers.ts';
import { createMetrics } from './operating/metrics.ts';
import { closeCases } from './retention/close-cases.ts';
import { eraseExpired } from './retention/erase.ts';
import { createProducerGate } from './producers/admit-producer.ts';
import { createSessions } from './sessions/sessions.ts';
import type { EvidenceStore } from './store/evidence-store.ts';
import type { Store } from './store/sql.ts';
import { sweepEvidence } from './uploads/sweep-evidence.ts';

const BEAT_MS = 20_000;
const SEAL_AFTER_MS = 250;
/** How long requests in flight may take when the API stops. */
const IDLE_SWEEP_MS = 50;
const LAST_ANSWERS_MS = 5000;

export interface CentralDeps {
  /** Closed by whoever opened it, after `close`. */
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly version: string;
  readonly trustProxy?: string | false;
  /** Opens `/metrics`; without one it is answered to this machine alone. */
  readonly metricsToken?: string | null;
  /** When it stops: how long `/healthz` says so, and everything else is served still, before it lets nobody in. */
  readonly drainMs?: number;
  readonly heartbeatMs?: number;
  /** Milliseconds of running time, which no clock turns back. */
  readonly runningMs?: () => number;
  /** Whom enforcement is delivered to; without one it waits. */
  readonly platform?: PlatformPlace | null;
  /** In place of HTTP: for tests. */
  readonly deliver?: Deliver;
  /** False: nothing happens by itself; `tick` is called instead. */
  readonly housekeeping?: boolean;
}

export interface Central {
  readonly app: FastifyInstance;
  readonly instance: Instance;
  /** Gives people work, ends leases, wakes what was put off, seals the audit trail. */
  tick(): Promise<void>;
  /** Delivers what is due to the platform, once; returns how much that was. */
  deliver(): Promise<number>;
  /** New cases, people or a new catalogue are in the store. */
  refresh(): Promise<void>;
  /** Ends streams, lets requests in flight finish, seals. */
  close(): Promise<void>;
}

export async function openCentral(deps: CentralDeps): Promise<Central> {
  const { store, clock, ids, log } = deps;
  const platform = deps.platform ?? null;
  const instance = await openInstance(deps);
  const sequencer = createSequencer(store);
  const catalogues = createCatalogues(clock);
  const sessions = createSessions({ store, clock, ids, instance });
  const contact = createContact(store, clock);
  const giver = createGiver({ store, clock, ids, sequencer, log });
  const positions = createPositions(store, sequencer, instance);
  const readFeed = createFeed({ store, clock, catalogues, instance });
  const heartbeatMs = deps.heartbeatMs ?? HEARTBEAT_MS;
  const streams = createStreams({ store, clock, log, instance, sessions, giver, heartbeatMs });
  const seal = createCoalesced(
    () => sealAudit(store),
    SEAL_AFTER_MS,
    (error) => log.error({ message: String(error) }, 'sealing the audit trail failed'),
  );
  const push = createPush({
    store,
    clock,
    ids,
    log,
    catalogues,
    positions,
    afterCommit: async (caller, { decided, late }) => {
      giver.loadChanged(caller.id);
      seal.soon();
      // Not waited for: whoever delivers looks by itself too.
      if (decided && platform) void store.notify(DELIVER_CHANNEL, '').catch(() => {});
      if (late) void store.notify(ROOMS_CHANNEL, '').catch(() => {});
      await sequencer.run();
    },
  });
  const auditHeads = createAuditHeads({ store, clock, ids, log, instance });
  const stopping = { now: false };
  const metrics = createMetrics({ ...deps, instance, streams: () => streams.count(), auditHeads });
  const handlers = createHandlers({
    store,
    clock,
    ids,
    instance,
    sessions,
    contact,
    catalogues,
    sequencer,
    auditHeads,
    readFeed,
    push,
    giver,
    evidence: deps.evidence,
    streams,
    metrics,
    stopping,
    version: deps.version,
  });
  const app = await createServer({
    instance,
    sessions,
    contact,
    handlers: countHandlers(handlers, metrics),
    metrics,
    ids,
    admitOperator: createOperatorGate(deps.metricsToken ?? null),
    admitPlatform: createPlatformGate(platform, clock),
    admitProducer: createProducerGate({ ...deps, runningMs: deps.runningMs ?? (() => performance.now()) }),
    log,
    ...(deps.trustProxy === undefined ? {} : { trustProxy: deps.trustProxy }),
  });
  const deliver = deps.deliver ?? (platform ? createPlatform(platform, clock) : null);
  const deliverer =
    deliver &&
    platform &&
    createDeliverer({
      store,
      clock,
      ids,
      log,
      deliver: async (request) => {
        const delivery = await deliver(request);
        metrics.delivered(delivery.is);
        return delivery;
      },
      random: Math.random,
      afterSettled: () => sequencer.run(),
    });
  const unlisten = [await streams.listen(), await giver.listen()];

  let prunedAt = 0;
  async function tick(): Promise<void> {
    await instance.beat();
    if (!instance.serving) return;
    const changed = await passTime({ store, clock, ids });
    await renewPriorities({ store, clock, ids });
    // Also what a crash left between a commit and its sequencing.
    await sequencer.run();
    if (changed > 0) await announceWork(store);
    await sealAudit(store);
    if (clock.now() - prunedAt > 60 * minute) {
      prunedAt = clock.now();
      await pruneFeed(store, clock);
      await closeCases({ store, clock, ids });
      await eraseExpired({ store, clock, ids });
      await sweepEvidence(deps);
      await pruneRequests(deps);
      await sessions.prune();
    }
  }

  await sequencer.run();
  if (deps.housekeeping !== false) await deliverer?.start();
  const beats = deps.housekeeping === false ? undefined : setInterval(beat, BEAT_MS);
  let beating: Promise<void> | undefined;
  function beat(): void {
    beating ??= tick()
      .catch((error: unknown) => log.error({ message: String(error) }, 'housekeeping failed'))
      .finally(() => (beating = undefined));
  }

  return {
    app,
    instance,
    tick,
    deliver: async () => (await deliverer?.round()) ?? 0,
    async refresh() {
      catalogues.refresh();
      await announceWork(store);
    },
    async close() {
      stopping.now = true;
      if (deps.drainMs) await sleep(deps.drainMs);
      clearInterval(beats);
      await deliverer?.stop();
      streams.close();
      const cut = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS);
      // A connection whose last answer is out becomes idle only after the server has stopped looking for idle ones.
      const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
      await app.close();
      clearInterval(sweep);
      clearTimeout(cut);
      await beating;
      await Promise.all(unlisten.map((stop) => stop()));
      await seal.stop();
      await sealAudit(store);
      await instance.beat();
    },
  };
}
