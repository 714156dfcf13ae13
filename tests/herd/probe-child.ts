/** A bystander in a process of its own: polls the feed ten times a second and notes how long each answer took. */
import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../support/central.ts';

const [url = '', username = '', deviceId = ''] = process.argv.slice(2);
let client = await signIn(url, username, deviceId);
let answers: { status: number; ms: number }[] = [];
let failures = 0;
process.on('message', (asked) => {
  if (asked === 'report') process.send?.({ answers, failures });
  answers = [];
  failures = 0;
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
for (;;) {
  const startedAt = performance.now();
  try {
    const { status, body } = await client.get('/v1/feed?limit=20');
    await body?.cancel();
    // Fifteen minutes are over, which is nobody's fault (L3).
    if (status === 401) client = await signIn(url, username, deviceId);
    else answers.push({ status, ms: performance.now() - startedAt });
  } catch {
    failures += 1;
  }
  await sleep(100);
}
