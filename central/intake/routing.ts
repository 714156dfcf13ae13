import type { CaseSource } from '../../contract/case.ts';
import type { SubjectType } from '../../contract/subject.ts';

export interface Routed {
  readonly source: CaseSource;
  readonly subject: SubjectType;
  readonly policyArea: string | null;
}

interface Route {
  readonly when: Partial<Record<'source' | 'subject' | 'policyArea', string>>;
  readonly queue: string;
}

/** Read from the top; the first that fits and that the catalogue has. A producer that names a queue is not routed. */
const routes: readonly Route[] = [
  { when: { policyArea: 'child-safety' }, queue: 'child-safety' },
  { when: { policyArea: 'money-laundering' }, queue: 'money-laundering' },
  { when: { source: 'appeal' }, queue: 'appeals' },
  { when: { source: 'vendor' }, queue: 'vendor' },
  { when: { policyArea: 'payment-fraud', subject: 'account' }, queue: 'payments' },
  { when: { subject: 'job-post' }, queue: 'job-posts' },
  { when: { subject: 'message-thread' }, queue: 'messages' },
  { when: { subject: 'profile' }, queue: 'profiles' },
  { when: { subject: 'account' }, queue: 'profiles' },
];

/** Falls back to the catalogue's first queue: a case without a queue would be seen by nobody. */
export function routeCase(routed: Routed, queues: readonly { readonly id: string }[]): string {
  const known = new Set(queues.map((queue) => queue.id));
  const route = routes.find(
    ({ when, queue }) =>
      known.has(queue) &&
      Object.entries(when).every(([field, value]) => routed[field as keyof Routed] === value),
  );
  const queue = route?.queue ?? queues[0]?.id;
  if (queue === undefined) throw new Error('a catalogue has at least one queue');
  return queue;
}
