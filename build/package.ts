import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs, promisify } from 'node:util';
import { compile } from './compile.ts';
import { downloadElectron, findElectron } from './support/electron.ts';
import { fromRoot } from './support/root.ts';
import { runNode } from './support/run.ts';

const DOWNLOAD_MS = 300_000;

const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false } } });
await compile();
if (!findElectron() && !process.env['ELECTRON_OVERRIDE_DIST_PATH']) {
  console.log('package: downloading the Electron binary');
  if (!(await downloadElectron(DOWNLOAD_MS))) {
    console.error(
      'package: the Electron binary could not be downloaded; `npx install-electron` shows why (ELECTRON_MIRROR names another source).',
    );
    process.exit(1);
  }
}
const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const { code } = await runNode(
  fromRoot('node_modules/electron-builder/cli.js'),
  [...(values.dir ? ['--dir'] : []), ...(dist ? [`-c.electronDist=${dist}`] : []), '--publish', 'never'],
  { output: 'inherit' },
);
if (code === 0) await writeBillOfMaterials();
process.exit(code);

/** What is in the package, for whoever must know: CycloneDX, of what ships and nothing else. */
async function writeBillOfMaterials(): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await promisify(execFile)(
    npm,
    ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'],
    { cwd: fromRoot(), maxBuffer: 64 * 1024 ** 2, shell: process.platform === 'win32' },
  );
  writeFileSync(fromRoot('release/sbom.cdx.json'), stdout);
}
