/** Real workstations and a real central API with networks between them that fail as a test says. */
import { v7 } from 'uuid';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { violation } from '../core/support/valid.ts';
import { createSeat, until, type Seated } from '../core/support/workstation.ts';
import { startCentral, testPassword, type TestCentral } from './central.ts';
import { catalogueContent, incomingCase } from './central-factories.ts';
import { startTcpProxy, type Fate, type ProxyPlan, type TcpProxy } from './tcp-proxy.ts';

/** By hand: `DOCKET_SEED=11 DOCKET_DECISIONS=3000`. */
export const SEED = Number(process.env['DOCKET_SEED'] ?? 7);

export interface Network extends TcpProxy {
  /** What becomes of the requests from now on. */
  does(fate: Fate | ((request: string) => Fate)): void;
  leadsTo(url: string): void;
}

export interface Reviewer {
  readonly network: Network;
  readonly seat: ReturnType<typeof createSeat>;
  readonly at: Seated;
  readonly personId: string;
  readonly username: string;
  readonly queue: string;
  readonly caseIds: readonly string[];
}

export type Networked = Awaited<ReturnType<typeof startNetworked>>;

export async function startNetworked(queues = 30) {
  const central = await startCentral({ kind: 'PGlite', heartbeatMs: 300 });
  const content = catalogueContent();
  const own = Array.from({ length: queues }, (_one, n) => ({
    id: `queue-${n}`,
    name: `Queue ${n}`,
    slaMinutes: 240,
  }));
  await central.publish({ ...content, queues: [...content.queues, ...own] });
  let people = 0;
  let seats: Reviewer['seat'][] = [];
  let networks: Network[] = [];

  async function network(plan: Partial<ProxyPlan> = {}): Promise<Network> {
    let meets: (request: string) => Fate = () => 'pass';
    let target = central.url;
    const proxy = await startTcpProxy({
      target: () => target,
      random: seededRandom(SEED),
      fate: (request) => meets(request),
      ...plan,
    });
    const made: Network = {
      ...proxy,
      does: (fate) => void (meets = typeof fate === 'function' ? fate : () => fate),
      leadsTo: (url) => void (target = url),
    };
    networks.push(made);
    return made;
  }

  /** Signed in through a network of their own that passes everything on, with so many cases of their own. */
  async function reviewer(
    cases: number,
    plan: Partial<ProxyPlan> & { readonly open?: Parameters<Reviewer['seat']['open']>[0] } = {},
  ): Promise<Reviewer> {
    const { open, ...way } = plan;
    const queue = `queue-${(people += 1)}`;
    const username = `r-${v7().slice(-12)}`;
    const personId = await central.addPerson({ username, queues: [queue], capacity: cases });
    await central.addCases(Array.from({ length: cases }, () => incomingCase({ queue })));
    const through = await network(way);
    const seat = createSeat(through.url);
    seats.push(seat);
    const at = await seat.open(open);
    // A machine that is busy can take longer than the 400 ms that a desktop waits here for an answer.
    await until(
      () => at.signIn(username, testPassword),
      ({ ok }) => ok,
      30_000,
    );
    await until(
      at.status,
      (now) => now.queue === cases && now.ready === cases && now.catalogueVersion !== null,
      60_000,
    );
    const { rows } = await at.ask('queue.open', { filter: {}, order: 'priority', count: Math.max(1, cases) });
    const caseIds = rows.map(({ caseId }) => caseId);
    return { network: through, seat, at, personId, username, queue, caseIds };
  }

  return {
    central,
    reviewer,
    decisionsOf: (personId: string) => decisionsOf(central, personId),
    /** Ends what a test has begun. */
    async clear() {
      for (const seat of seats) await seat.end();
      for (const one of networks) await one.close();
      seats = [];
      networks = [];
    },
    close: () => central.close(),
  };
}

/** Opens a case and decides it; answers the decision's id. */
export async function decide(at: Seated, caseId: string): Promise<string> {
  const opened = await at.ask('case.open', { caseId, view: false });
  const { subject, version } = opened.case;
  const { own } = await at.ask('decision.submit', {
    caseId,
    caseVersion: version,
    content: violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target: { type: subject.type, id: subject.id }, params: {} }],
    }),
    openMs: 10,
    activeMs: 5,
  });
  return own.decisionId;
}

/** What the central API holds of somebody's decisions, by id, with how often the platform is asked for something. */
async function decisionsOf(central: TestCentral, personId: string) {
  const { rows } = await central.store.query<{ id: string; standing: boolean; actions: number }>(
    `select d.id, d.standing, count(e.id)::int as actions from decision d
     left join enforcement e on e.decision_id = d.id where d.person_id = $1
     group by d.id, d.standing order by d.id`,
    [personId],
  );
  return rows;
}

/** One effect for each, and none besides. */
export const oneEffectEach = (ids: readonly string[]) =>
  ids.toSorted().map((id) => ({ id, standing: true, actions: 1 }));

export const isPush = (request: string): boolean => request.startsWith('POST /v1/commands');

/** Of the requests that are meant, the first ones meet this; the others pass. */
export function first(times: number, fate: Fate, meant: (request: string) => boolean = isPush) {
  let met = 0;
  return (request: string): Fate => (meant(request) && (met += 1) <= times ? fate : 'pass');
}
