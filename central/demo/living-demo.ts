/** A demo that lives: its platform finds cases now and then, its customers report, and it does what decisions ask. */
import { randomBytes } from 'node:crypto';
import type { Data } from '../cli/open-data.ts';
import type { LivingPlatform } from '../cli/serve.ts';
import { addKey, addProducer, revokeKey } from '../producers/producers.ts';
import { answerEnforcement } from '../simulation/answer-enforcement.ts';
import { createPlatformSide } from '../simulation/platform-side.ts';
import { demoCases } from './seed-demo.ts';
import { seededRandom } from './seeded-random.ts';

/** Gentle: a reader of the demo sees that something comes, and is not pushed. */
const rates = { casesPerMinute: 1, reportsPerMinute: 0.4, editsPerMinute: 0.2 };
/** A few fail, so that one sees what then happens. */
const failing = 0.05;
const producer = { id: 'demo-platform', name: 'Demo platform', sources: ['detection', 'report'] } as const;

export async function startLivingDemo(data: Data, seed: number): Promise<LivingPlatform> {
  const secret = randomBytes(24).toString('base64url');
  const random = seededRandom(seed);
  const now = data.clock.now;
  const end = await answerEnforcement({ secret, port: 0, now, failing, random });
  let stopSending: (() => Promise<void>) | undefined;
  return {
    platform: { url: end.url, secrets: [secret] },
    async begin(url) {
      const { count } = await data.store.query('select 1 from producer where id = $1', [producer.id]);
      const key =
        count > 0
          ? await addKey(data, producer.id)
          : await addProducer(data, { ...producer, sources: [...producer.sources] });
      const { varied } = await demoCases(now(), seed);
      const side = createPlatformSide({
        central: url,
        key,
        random,
        now,
        nextCase: varied,
        run: data.ids.uuid(),
      });
      side.start(rates);
      stopSending = async () => {
        await side.stop();
        await revokeKey(data, key.split('_')[1] ?? '');
      };
    },
    async stop() {
      await stopSending?.();
      await end.close();
    },
  };
}
