/** The rest of the wave whose first posts are written in `stories/duplicate-wave.json`: other titles, other clients, one text. */
import type { Story } from './stories.ts';

const minuteMs = 60_000;
const roles = ['Data entry', 'Order form', 'Typing', 'Form', 'Remote data', 'Back office', 'Catalogue'];
const people = ['clerk', 'operator', 'assistant', 'helper', 'specialist', 'worker'];
const tails = ['$45/h', 'start today', 'from home', 'flexible hours', 'no experience', 'part-time'];
/** Equal once numbers are levelled, as the digest levels them. */
const sameText = 31;
/** Somebody sat down and wrote these anew: near to a reader, not to the digest. */
const rewritten: readonly string[] = [
  'We are looking for calm people who type order forms at home. You need no experience. Our manager explains everything in a short training and sends you the equipment.\nThe pay is $45 an hour and a bonus. Please write to our manager on the messenger @hirіng-desk, with your name, your address and your bank.\nThe licence of the program costs a refundable deposit of $120, which you get back on your first Friday.',
  'Typing job at home for everybody. You copy forms out of pictures, when and as long as you want, and are paid out each Friday. $45 per hour!\nDo not reply here. Our manager is on the messenger: @hirіng-desk. Tell him your full name and the bank you use. For the software we ask a refundable deposit of $120.',
  'Home office, order forms, $45 per hour. Short training by our manager, equipment is sent to you. Between ten and forty hours a week. A refundable deposit of $120 covers the licence. Contact on the messenger only: @hirіng-desk.',
];

export function restOfWave(first: Story, now: number, random: () => number): Story[] {
  return Array.from({ length: sameText + rewritten.length }, (_, index) => {
    const number = 7310 + index;
    const client = { id: `client-${number}`, label: `Client ${number}` };
    const title = `${roles[index % roles.length]} ${people[(index * 5 + 1) % people.length]}, ${tails[(index * 7 + 2) % tails.length]}`;
    const created = now - Math.round(8 + index * 4.5 + random() * 3) * minuteMs;
    const text = rewritten[index - sameText];
    return {
      ...first,
      externalId: `wave-${index + 7}`,
      title,
      subject: { type: 'job-post', id: `post-${8810 + index}`, label: title },
      related: [{ relation: 'owner', subject: { type: 'account', ...client } }],
      createdAt: new Date(created).toISOString(),
      dueAt: new Date(created + 480 * minuteMs).toISOString(),
      facts: [
        { label: 'Account', value: `${1 + (index % 4)} days old` },
        { label: 'Nearly the same text', value: text === undefined ? 'group of 37' : 'none equal, 37 near' },
      ],
      evidence: first.evidence.map((item) =>
        'document' in item && item.document['kind'] === 'job-post'
          ? { ...item, document: copyOf(item.document, { title, client, created, text, index }) }
          : item,
      ),
    };
  });
}

interface Copy {
  readonly title: string;
  readonly client: { readonly id: string; readonly label: string };
  readonly created: number;
  readonly text: string | undefined;
  readonly index: number;
}

function copyOf(document: Readonly<Record<string, unknown>>, { title, client, created, text, index }: Copy) {
  const deposit = 90 + ((index * 10) % 70);
  const pay = 38 + ((index * 3) % 12);
  const sections =
    text === undefined
      ? (document['sections'] as { text: string }[]).map((section) => ({
          ...section,
          text: section.text.replaceAll('$120', `$${deposit}`).replaceAll('$45', `$${pay}`),
        }))
      : [{ name: 'description', heading: 'About the role', text }];
  const postedAt = new Date(created - 10 * minuteMs).toISOString();
  return { kind: 'job-post', ...document, title, client, sections, postedAt, pay: `$${pay} per hour` };
}
