import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Decision } from '../../contract/command.ts';
import type { Central } from './processes.ts';

export type StoredDecision = Readonly<{
  id: string;
  caseId: string;
  username: string;
  /** Of the assignment that the central API itself recorded for this case and epoch. */
  holder: string | null;
  status: string;
  standing: boolean;
  body: Decision;
}>;

/** Ends the central API in order and reads what it holds: an embedded database has one owner at a time. */
export async function readDecisions(central: Central): Promise<readonly StoredDecision[]> {
  central.process.signal('SIGTERM');
  await central.process.ended;
  const database = await PGlite.create(join(central.dataDir, 'pglite'));
  try {
    const { rows } = await database.query<StoredDecision>(`
      select d.id, d.case_id as "caseId", p.username, d.status, d.standing, d.body,
             (select h.username from assignment a join person h on h.id = a.person_id
               where a.case_id = d.case_id and a.epoch = d.epoch) as holder
        from decision d join person p on p.id = d.person_id
       order by d.received_at, d.id`);
    return rows;
  } finally {
    await database.close();
  }
}

export type StoredCase = Readonly<{
  caseId: string;
  state: string;
  queue: string;
  snoozedUntil: Date | null;
}>;

/** The cases of a central API that has ended. */
export async function readCases({ dataDir }: Pick<Central, 'dataDir'>): Promise<readonly StoredCase[]> {
  const database = await PGlite.create(join(dataDir, 'pglite'));
  try {
    const { rows } = await database.query<StoredCase>(
      'select id as "caseId", state, queue from case_file order by id',
    );
    return rows;
  } finally {
    await database.close();
  }
}
