/** Fault 25 at full size: the central API is gone for ten minutes, everybody works on, and it is back at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorld, type World } from './world.ts';

export interface OutagePlan {
  readonly databaseUrl: string;
  readonly desktops: number;
  readonly seed: number;
  /** In the desktops' own time. */
  readonly outageMs: number;
  /** While nobody has contact, time may pass as fast as the desktops can decide. */
  readonly outageTimesFaster: number;
  readonly timesFaster: number;
  readonly everyMs: number;
  /** Everybody asks to be synchronised in the moment that it is back, without any jitter. */
  readonly impatient: boolean;
  readonly say: (line: string) => void;
}

export type Outage = Awaited<ReturnType<typeof playOutage>>;

export async function playOutage(plan: OutagePlan) {
  const { say, timesFaster, outageMs } = plan;
  const capacity = Math.ceil((2 * outageMs) / plan.everyMs) + 4;
  const world = await openWorld({ ...plan, capacity });
  const { desktops, pace } = world;
  const sum = (of: (desktop: (typeof desktops)[number]) => number): number =>
    desktops.reduce((total, desktop) => total + of(desktop), 0);
  const waiting = (): number => sum((desktop) => desktop.latest()?.waitingDecisions ?? 0);
  const online = (): number => sum((desktop) => (desktop.latest()?.contact === 'online' ? 1 : 0));
  try {
    await world.startBystander();
    say('everybody works');
    for (const desktop of desktops) desktop.begin();
    await sleep(plan.everyMs / timesFaster / 5);
    const before = await world.bystander().then(latencies);

    await world.killCentral();
    pace.run(plan.outageTimesFaster);
    say(`the central API is gone; ${sum(({ decided }) => decided.length)} decisions so far`);
    await sleep(outageMs / plan.outageTimesFaster);
    await world.until('everybody knows', () => online() === 0, 30_000);
    const waitingAtReturn = waiting();
    const lostBefore = sum((desktop) => desktop.lost());

    pace.run(timesFaster);
    await world.bystander();
    await world.startCentral();
    const startedAt = performance.now();
    say(`it is back; ${waitingAtReturn} decisions wait`);
    if (plan.impatient) await Promise.all(desktops.map((desktop) => desktop.syncNow()));
    await world.until('everybody is back', () => online() === desktops.length, 180_000);
    const backMs = performance.now() - startedAt;
    await world.finish(180_000);
    const sentMs = performance.now() - startedAt;
    const after = await world.bystander().then(latencies);
    const refused = await refusals(world);
    const lostAgain = sum((desktop) => desktop.lost()) - lostBefore;
    say(`everybody is back after ${seconds(backMs)}, and everything is sent after ${seconds(sentMs)}`);

    for (const desktop of desktops) {
      const status = await desktop.status();
      if (status.attention + status.waiting > 0) say(`${desktop.username}: ${JSON.stringify(status)}`);
    }
    const { errors } = await world.central().vitals();
    return {
      ...(await countDecisions(world)),
      shown: desktops.flatMap((desktop) => desktop.shown),
      attention: sum((desktop) => desktop.latest()?.attention ?? 0),
      waitingAtReturn,
      backMs,
      sentMs,
      /** Desktops that had contact again, and lost it again. */
      lostAgain,
      refused,
      errors,
      before,
      after,
    };
  } finally {
    await world.close();
  }
}

/** What the screens have confirmed, against what the database holds. */
async function countDecisions({ store, desktops }: World) {
  const { rows } = await store.query<{ id: string; status: string; standing: boolean; case_id: string }>(
    'select id, status, standing, case_id from decision',
  );
  const stored = new Set(rows.map(({ id }) => id));
  const confirmed = desktops.flatMap(({ decided }) => decided);
  return {
    confirmed: confirmed.length,
    stored: rows.length,
    missing: confirmed.filter((id) => !stored.has(id)).length,
    notStanding: rows.filter(({ standing }) => !standing).length,
    decidedTwice: rows.length - new Set(rows.map((row) => row.case_id)).size,
  };
}

/** Answers of the central API since it is back that refuse or fail, by status; but for tokens that are to be refreshed. */
async function refusals(world: World): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  const found: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const status = /^docket_request_seconds_count\{.*status="([45]\d\d)"/.exec(line)?.[1];
    if (status !== undefined && status !== '401')
      found[status] = (found[status] ?? 0) + Number(line.split(' ').at(-1));
  }
  return found;
}

/** What a bystander has met. */
function latencies(report: Readonly<{ answers: readonly { status: number; ms: number }[] }>) {
  const times = report.answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(share * times.length)] ?? 0);
  return {
    answers: times.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    refused: report.answers.filter(({ status }) => status !== 200).length,
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
