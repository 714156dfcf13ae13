import { parseArgs } from 'node:util';
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
process.exit(code);
