/** A process of its own: from nothing to the first fifty of the queue. `docket FOLDER URL KEY` or `raw FILE`. */
import { writeSync } from 'node:fs';

const [what = '', path = '', url = '', key = ''] = process.argv.slice(2);
if (what === 'raw') {
  const { openRaw } = await import('./raw.ts');
  const raw = openRaw(path);
  if (raw.first(50).length !== 50) throw new Error('the queue is not there');
} else {
  const { openCore } = await import('./seat.ts');
  const workstation = await openCore(path, url, new Uint8Array(Buffer.from(key, 'hex')));
  const answer = await workstation.invoke('queue.open', { filter: {}, order: 'priority', count: 50 });
  if (!answer.ok || (answer.value as { rows: unknown[] }).rows.length !== 50)
    throw new Error('the queue is not there');
}
writeSync(1, 'ready\n');
process.exit(0);
