import { spawn } from 'node:child_process';
import type { WorkstationDeps } from '../core/workstation.ts';

/**
 * Hands an address to the system's browser: the program that BROWSER names, or the system's own. The address is one
 * argument of its own and never a shell's word.
 */
export function openAddress(address: string, log: WorkstationDeps['log']): void {
  const [program, ...before] = browserOf(process.platform, process.env['BROWSER']);
  const child = spawn(program, [...before, address], { stdio: 'ignore', detached: true });
  child.on('error', (error) =>
    log.warn('address.not-opened', { code: (error as NodeJS.ErrnoException).code }),
  );
  child.unref();
}

function browserOf(platform: NodeJS.Platform, named: string | undefined): readonly [string, ...string[]] {
  if (named !== undefined && named !== '') return [named];
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
}
