import { existsSync } from 'node:fs';
import { downloadElectron, findElectron } from '../support/electron.ts';
import { fromRoot } from '../support/root.ts';
import { isRoot } from '../support/run.ts';
import type { Shell } from './options.ts';

export type Choice = Readonly<
  | { shell: 'desktop'; binary: string; because: string }
  | { shell: 'loopback'; because: string }
  | { shell: 'none'; because: string }
>;

/** Nobody waits longer than this for a window that a Chromium can show as well. */
const PROBE_MS = 10_000;
/** Who asks for the desktop shell by name waits for its download. */
const DOWNLOAD_MS = 300_000;

export async function chooseShell(wanted: Shell | undefined): Promise<Choice> {
  if (wanted === 'loopback') return { shell: 'loopback', because: 'it was asked for' };
  const obstacle = whyNoDesktop();
  if (obstacle) return { shell: wanted === 'desktop' ? 'none' : 'loopback', because: obstacle };

  const present = findElectron();
  if (present) return { shell: 'desktop', binary: present, because: 'the Electron binary is here' };
  console.log('Downloading the Electron binary.');
  const binary = await downloadElectron(wanted === 'desktop' ? DOWNLOAD_MS : PROBE_MS);
  if (binary) return { shell: 'desktop', binary, because: 'the Electron binary was downloaded' };
  return {
    shell: wanted === 'desktop' ? 'none' : 'loopback',
    because:
      'the Electron binary is not here and could not be downloaded in time (`npx install-electron` tries again)',
  };
}

function whyNoDesktop(): string | undefined {
  if (!existsSync(fromRoot('electron/desktop/main.ts'))) return 'this tree has no desktop shell';
  if (isRoot()) return 'Electron does not sandbox its pages for root';
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (process.platform === 'linux' && !hasDisplay) return 'there is no display for a window';
  return undefined;
}
