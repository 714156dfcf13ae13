/** The demo team: the accounts that the sign-in page offers, and as many reviewers more as are asked for. */
import { demoAccounts } from '../../contract/demo.ts';
import type { Role } from '../../contract/people.ts';
import type { IntakeDeps } from '../intake/receive.ts';
import { addPerson } from '../people/people.ts';
import type { NewPerson } from '../people/people.ts';
import { nameOf } from './names.ts';

/** These passwords are printed on the sign-in page: a costly hash would only make the start slow. */
const cost = { N: 2 ** 12, r: 8, p: 1 };

const everyday = ['job-posts', 'messages', 'profiles', 'payments', 'appeals', 'vendor'];
const queuesOf: Partial<Record<Role, readonly string[]>> = {
  reviewer: everyday,
  'vendor-reviewer': ['job-posts', 'messages', 'vendor'],
  supervisor: ['escalations'],
};
const special: Readonly<Record<string, Pick<NewPerson, 'capacity' | 'compartments'>>> = {
  // The tour walks with this one through the stories, so they lie in one queue.
  'reviewer-07': { capacity: 140 },
  'reviewer-08': { compartments: ['staff-matters'] },
};

/** What the others of a large team do, in turn. */
const shifts: readonly Pick<NewPerson, 'queues' | 'languages' | 'capacity'>[] = [
  { queues: everyday },
  { queues: ['job-posts', 'messages'], languages: ['en'] },
  { queues: ['job-posts', 'messages', 'profiles'], languages: ['en', 'es', 'pt'] },
  { queues: ['payments', 'profiles'], capacity: 25 },
  { queues: everyday, languages: ['en', 'ar', 'he'] },
  { queues: ['job-posts', 'vendor'], languages: ['en', 'de', 'fr'] },
  { queues: ['appeals', 'profiles'], capacity: 20 },
  { queues: ['messages'], languages: ['en', 'ja'] },
];

/** Adds who is missing, up to this many reviewers in all; `reviewer-NN` signs in with `reviewer-NN-demo`. */
export async function addTeam(deps: IntakeDeps, reviewers: number): Promise<void> {
  const { rows } = await deps.store.query<{ username: string }>('select username from person');
  const there = new Set(rows.map((row) => row.username));
  const add = async (person: NewPerson) => {
    if (!there.has(person.username)) await addPerson({ ...deps, cost }, person);
  };
  for (const { username, password, displayName, role } of demoAccounts) {
    const queues = [...(queuesOf[role] ?? [])];
    await add({ username, password, displayName, role, queues, ...special[username] });
  }
  const offered = new Set(demoAccounts.map(({ username }) => username));
  let wanted = reviewers - demoAccounts.filter(({ role }) => role === 'reviewer').length;
  for (let number = 1; wanted > 0; number += 1) {
    const username = `reviewer-${String(number).padStart(2, '0')}`;
    if (offered.has(username)) continue;
    wanted -= 1;
    const shift = shifts[number % shifts.length];
    await add({
      username,
      password: `${username}-demo`,
      displayName: nameOf(number),
      role: 'reviewer',
      ...shift,
    });
  }
}
