/** A reviewer in a process of their own, at a disk that fails: `CENTRAL_URL DATA_DIR [USERNAME PASSWORD]`. */
import { createKeyFiles } from '../../electron/loopback/key-files.ts';
import { noViolation } from '../core/support/valid.ts';
import { createSeat, until } from '../core/support/workstation.ts';

const [central = '', dataDir = '', username = '', password = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const at = await createSeat(central, dataDir).open({ keys: createKeyFiles(`${dataDir}/keys`) });
if (username !== '') {
  await at.signIn(username, password);
  await until(at.rows, (found) => found.length > 0 && found.every(({ ready }) => ready));
  await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
  say('ready');
} else {
  await at.ask('sync.byChoice', { offline: true });
  for (const { caseId } of await at.rows()) {
    const { version } = (await at.ask('case.open', { caseId, view: false })).case;
    const answer = await at.invoke('decision.submit', {
      caseId,
      caseVersion: version,
      content: noViolation({ rationale: 'typed before the disk failed' }),
      openMs: 10,
      activeMs: 5,
    });
    say(answer.ok ? `decided ${caseId} ${answer.value.own.decisionId}` : `failed ${caseId} ${answer.code}`);
  }
}
await at.close();
process.exit(0);
