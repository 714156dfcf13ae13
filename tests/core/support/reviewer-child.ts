/** A reviewer in a process of their own, who decides until they are killed: `CENTRAL_URL DATA_DIR USERNAME PASSWORD`. */
import { createKeyFiles } from '../../../electron/loopback/key-files.ts';
import { createSeat, until } from './workstation.ts';
import { violation } from './valid.ts';

const [central = '', dataDir = '', username = '', password = ''] = process.argv.slice(2);
const at = await createSeat(central, dataDir).open({ keys: createKeyFiles(`${dataDir}/keys`) });
await at.signIn(username, password);
const rows = await until(at.rows, (found) => found.length > 0 && found.every(({ ready }) => ready));
await until(at.status, ({ catalogueVersion }) => catalogueVersion !== null);
for (const { caseId } of rows) {
  const opened = await at.ask('case.open', { caseId, view: true });
  await at.ask('draft.save', {
    caseId,
    follows: opened.draft.revision,
    content: violation({ rationale: 'half' }),
  });
  process.stdout.write(`drafted ${caseId}\n`);
  const { subject, version } = opened.case;
  await at.ask('decision.submit', {
    caseId,
    caseVersion: version,
    content: violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target: { type: subject.type, id: subject.id }, params: {} }],
    }),
    openMs: 10,
    activeMs: 5,
  });
  process.stdout.write(`decided ${caseId}\n`);
}
process.stdout.write('all\n');
