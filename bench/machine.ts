import { cpus, loadavg, release, totalmem } from 'node:os';

/** Where and when: an absolute time means little without it. */
export function describeMachine() {
  const [first] = cpus();
  return {
    at: new Date().toISOString(),
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${release()}`,
    node: process.version,
    /** Above the number of cores: others were at work on it too. */
    loadBefore: loadavg()[0] ?? 0,
  };
}

export type Machine = ReturnType<typeof describeMachine>;
