import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { importFile } from '../../../central/intake/import-file.ts';
import { openIntakeStore } from './intake-store.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const mebibyte = 1024 ** 2;
const heapNow = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed / mebibyte;
};

/** Rows of about 20 kB, then one row whose quote is never closed. Tells the heap after each fifth of the file. */
async function* bigFile(megabytes: number, heap: number[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from('title,description,requirements,fraudulent\n');
  const rows = Math.round((megabytes * mebibyte) / 20_000);
  for (let row = 0; row < rows; row += 1) {
    if (row % Math.floor(rows / 5) === 0) heap.push(heapNow());
    const words = `row ${row} builds walls and paints "doors" for people who live by the sea, `.repeat(130);
    yield Buffer.from(
      `Builder ${row},"${words.replaceAll('"', '""')}","${words.slice(0, 9000).replaceAll('"', '')}",${row % 2}\n`,
    );
  }
  yield Buffer.from('Broken,"never closed\n');
}

const sizes = process.env['DOCKET_LARGE_IMPORT'] === '1' ? [10, 50] : [10];

test.each(sizes)(
  'a file of %i MB comes in, in memory that does not grow with it',
  { timeout: 120_000 },
  async (size) => {
    const deps = await openIntakeStore('PGlite');
    try {
      const heap: number[] = [];
      const sum = await importFile(deps, {
        kind: 'job-posts',
        source: bigFile(size, heap),
        catalogue: deps.catalogue,
        onRejected: () => {},
      });
      expect(sum).toEqual({ imported: Math.round((size * mebibyte) / 20_000), alreadyThere: 0, rejected: 1 });
      // The second reading is the first with a batch in the air.
      const [, early = 0, ...later] = heap;
      expect(Math.max(...later) - early).toBeLessThan(25);
    } finally {
      await deps.close();
    }
  },
);
