import { findProgram } from './find-program.ts';
import { isRoot, run } from './run.ts';

export function canUseApt(): boolean {
  return isRoot() && findProgram(['apt-get']) !== undefined;
}

/** Installs Debian packages; returns whether apt-get says that it did. */
export async function aptInstall(packages: readonly string[]): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { output: 'inherit', env });
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  return (await run('apt-get', args, { output: 'inherit', env })).code === 0;
}
