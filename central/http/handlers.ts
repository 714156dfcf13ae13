/** What each route of the table does, by its name. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { protocolVersion, type RouteAnswer, type RouteName, type routes } from '../../contract/api.ts';
import { announceWork } from '../assignment/give.ts';
import type { Giver } from '../assignment/giver.ts';
import { reassign } from '../assignment/reassign.ts';
import type { AuditHeads } from '../audit/heads.ts';
import { listAudit } from '../audit/list.ts';
import type { Caller } from '../caller.ts';
import type { Catalogues } from '../catalogue/catalogues.ts';
import type { Push } from '../commands/push.ts';
import { findEvidence } from '../evidence/find-evidence.ts';
import type { ReadFeed } from '../feed/page.ts';
import type { Sequencer } from '../feed/sequencer.ts';
import type { Instance } from '../instance.ts';
import type { Metrics } from '../operating/metrics.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Producer } from '../producers/producer.ts';
import { Refusal } from '../refusal.ts';
import type { Contact } from '../sessions/contact.ts';
import { announceSessions } from '../sessions/ended.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { Store } from '../store/sql.ts';
import { listBacklog, previewReassignment } from '../supervision/backlog.ts';
import { makePractice } from '../quality/practice.ts';
import { readAccount } from '../people/people.ts';
import { markAway } from '../assignment/away.ts';
import { teamFigures } from '../supervision/figures.ts';
import { listPeople, listTeam } from '../supervision/team.ts';
import { createApprovalHandlers } from './approval-handlers.ts';
import { createDeviceHandlers } from './device-handlers.ts';
import { createEnforcementHandlers } from './enforcement-handlers.ts';
import { sendEvidence } from './evidence-answer.ts';
import { createIntakeHandlers } from './intake-handlers.ts';
import { createLateHandlers } from './late-handlers.ts';
import { createOperatingHandlers } from './operating-handlers.ts';
import type { Streams } from './streams.ts';
import { createUploadHandlers } from './upload-handlers.ts';

export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly instance: Instance;
  readonly sessions: Sessions;
  readonly contact: Contact;
  readonly catalogues: Catalogues;
  readonly sequencer: Sequencer;
  readonly auditHeads: AuditHeads;
  readonly readFeed: ReadFeed;
  readonly push: Push;
  readonly giver: Giver;
  readonly evidence: EvidenceStore;
  readonly streams: Streams;
  readonly metrics: Metrics;
  /** Whether this process is about to end. */
  readonly stopping: { readonly now: boolean };
  readonly version: string;
}

type Route<Name extends RouteName> = (typeof routes)[Name];
type Part<Name extends RouteName, Key extends string> =
  Route<Name> extends Record<Key, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

export interface Call<Name extends RouteName> {
  readonly params: Part<Name, 'params'>;
  readonly query: Part<Name, 'query'>;
  readonly body: Part<Name, 'body'>;
  readonly headers: Part<Name, 'headers'>;
  /** For routes that need no session: asking for it is a bug. */
  readonly caller: Caller;
  /** For routes of producers only. */
  readonly producer: Producer;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** `never` answers are sent by the handler itself. */
type Answer<Name extends RouteName> =
  Route<Name> extends { answer: z.ZodType } ? RouteAnswer<Name> : FastifyReply | void;
export type Handlers = { readonly [Name in RouteName]: (call: Call<Name>) => Promise<Answer<Name>> };

export function createHandlers(services: Services): Handlers {
  const { store, clock, instance, sessions, catalogues, giver, sequencer } = services;
  const answersHead = () => ({
    instanceId: instance.id as RouteAnswer<'commands.push'>['instanceId'],
    era: instance.era,
    serverTime: new Date(clock.now()).toISOString(),
  });

  const readHealth = (): RouteAnswer<'health'> => ({
    serving: instance.serving && !services.stopping.now,
    instanceId: instance.id as RouteAnswer<'health'>['instanceId'],
    era: instance.era,
    protocol: protocolVersion,
    store: store.kind,
    version: services.version,
  });

  return {
    health: async ({ reply }) => {
      const health = readHealth();
      // The status is what load balancers look at: nothing new comes here, and what is here is finished.
      if (services.stopping.now) {
        void reply.code(503).serializer(JSON.stringify as (payload: unknown) => string);
      }
      return health;
    },
    'session.create': async ({ body, request }) => {
      const session = await sessions.signIn(body, request.ip);
      giver.loadChanged(session.account.id);
      return session;
    },
    'session.refresh': ({ body }) => sessions.refresh(body.refreshToken, body.deviceId),
    'session.end': async ({ caller }) => {
      await sessions.end(caller);
      services.streams.endSession(caller.sessionId);
      await announceSessions(store, caller.id);
      return { ended: true };
    },
    'session.account': ({ caller }) => readAccount(store, caller.id),
    'people.list': () => listPeople(store),
    'catalogue.current': () => catalogues.current(store),
    'catalogue.version': async ({ params }) => {
      const catalogue = await catalogues.version(store, params.version);
      if (!catalogue) throw new Refusal('not-found', `no catalogue ${params.version} was published`);
      return catalogue;
    },
    'feed.page': async ({ caller, query }) => {
      await giver.whenNeeded(caller);
      return services.readFeed(caller, query);
    },
    'feed.stream': ({ caller, request, reply }) => services.streams.open(caller, request, reply),
    'commands.push': async ({ caller, body }) => {
      await services.contact.pushed(caller, Math.max(0, body.waiting - body.commands.length));
      const answers = await services.push.push(caller, body);
      await services.auditHeads.check(caller, body.auditHead);
      return { ...answersHead(), answers, auditHead: await services.auditHeads.newest() };
    },
    'commands.answer': async ({ caller, params }) => ({
      ...answersHead(),
      answers: [await services.push.answerTo(caller, params.id)],
      auditHead: await services.auditHeads.newest(),
    }),
    'evidence.content': async ({ caller, params, request, reply }) => {
      const found = await findEvidence(store, caller, params.digest);
      if (!found) throw new Refusal('not-found', 'no evidence of yours has this digest');
      return sendEvidence(request, reply, services, params.digest, found);
    },
    'backlog.list': ({ caller, query }) => listBacklog(store, caller, query),
    'people.away': async ({ caller, params, body }) => {
      const marked = await markAway(services, caller, params.id, body);
      await sequencer.run();
      return marked;
    },
    'team.list': ({ caller }) => listTeam(store, clock, caller),
    'team.figures': ({ caller, query }) => teamFigures(store, clock, caller, query.since),
    'reassignment.preview': ({ caller, body }) =>
      previewReassignment(store, caller, body, new Date(clock.now())),
    'reassignment.create': async ({ caller, body }) => {
      const result = await reassign(services, caller, body);
      await sequencer.run();
      await announceWork(store);
      return result;
    },
    'practice.create': async ({ caller, body }) => {
      const made = await makePractice(services, caller, body);
      await announceWork(store);
      return made;
    },
    'audit.list': ({ caller, query }) => listAudit(store, caller, query),
    ...createDeviceHandlers(services),
    ...createIntakeHandlers(services),
    ...createUploadHandlers(services),
    ...createEnforcementHandlers(services),
    ...createLateHandlers(services),
    ...createApprovalHandlers(services),
    ...createOperatingHandlers(services),
  };
}
