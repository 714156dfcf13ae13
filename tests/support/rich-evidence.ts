import { fakeId, type FakeEvidence } from './fake-cases.ts';

/** One of each structured kind, with everything in it that a viewer has words for, some of it written to deceive. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.parse('2026-11-23T09:00:00.000Z');
const ago = (ms: number): string => new Date(now - ms).toISOString();

/** Turns the words after it around, joins letters of another alphabet in, and stacks marks. */
export const hostile = 'Client \u202E7301\u202C (р\u0430yments) Z\u0351\u0352\u0353\u0354\u0355\u0356o';

const payment = (
  id: number,
  at: string,
  direction: 'in' | 'out',
  minor: number,
  rest: Readonly<Record<string, unknown>> = {},
) => ({
  id: `payment-${id}`,
  at,
  direction,
  counterparty: { id: `client-${id % 3}`, label: `Client ${7300 + (id % 3)}` },
  amount: { amountMinor: minor, currency: 'USD' },
  method: 'Card ending 4471',
  status: 'settled',
  ...rest,
});

const usual = Array.from({ length: 16 }, (_, index) =>
  payment(
    index,
    ago((6 + index * 4) * DAY + index * 37 * MINUTE),
    index % 5 === 4 ? 'out' : 'in',
    12_345 + index * 1717,
  ),
);
const burst = Array.from({ length: 9 }, (_, index) =>
  payment(100 + index, ago(2 * HOUR - index * 6 * MINUTE), 'in', 50_000, {
    counterparty: { id: `new-${index}`, label: index === 4 ? hostile : `Client ${9100 + index}` },
    method: index % 2 === 0 ? 'Gift card' : 'Card ending 0093',
    status: index === 3 ? 'failed' : index === 7 ? 'reversed' : 'settled',
    flags: index === 2 ? ['card-country-differs'] : [],
  }),
);
export const payments = {
  kind: 'payments',
  account: { id: 'account-1', label: 'Freelancer 3920' },
  payments: [
    ...usual,
    ...burst,
    payment(200, ago(HOUR - 4 * MINUTE), 'out', 340_000, {
      counterparty: { id: 'bank', label: 'Account in another name' },
      method: 'Bank transfer',
      status: 'held',
    }),
    payment(201, ago(40 * MINUTE), 'in', 1_250_000, {
      amount: { amountMinor: 1_250_000, currency: 'JPY' },
      status: 'pending',
    }),
    payment(202, ago(20 * DAY), 'in', 45_250, { amount: { amountMinor: 45_250, currency: 'KWD' } }),
    payment(203, ago(18 * DAY), 'in', 990_000, { amount: { amountMinor: 990_000, currency: 'JPY' } }),
  ],
};

const place = (city: string, country: string, latitude: number | null, longitude: number | null) => ({
  city,
  country,
  latitude,
  longitude,
});
const toronto = place('Toronto', 'Canada', 43.65, -79.38);
const lagos = place('Lagos', 'Nigeria', 6.52, 3.38);
const signIn = (
  at: string,
  where: ReturnType<typeof place>,
  device: string,
  outcome: string,
  flags: readonly string[] = [],
) => ({ at, address: '203.0.113.24', place: where, device, outcome, flags });
export const signIns = {
  kind: 'sign-ins',
  account: { id: 'account-1', label: 'Freelancer 3920' },
  signIns: [
    signIn(ago(3 * HOUR), toronto, 'Chrome 141 on Windows', 'success', ['hosting-provider']),
    signIn(ago(4 * HOUR), lagos, 'Chrome 141 on Windows', 'success'),
    signIn(ago(4 * HOUR + 9 * MINUTE), lagos, 'Chrome 141 on Windows', 'failure'),
    signIn(ago(7 * HOUR), place('', '', null, null), 'Unknown device', 'challenged'),
    signIn(ago(26 * HOUR), toronto, 'Firefox 140 on Linux', 'success'),
    ...Array.from({ length: 14 }, (_, index) =>
      signIn(
        ago((2 + index) * DAY),
        index % 4 === 3 ? place('Montréal', 'Canada', 45.5, -73.57) : toronto,
        'Firefox 140 on Linux',
        'success',
      ),
    ),
  ],
};

const node = (id: string, label: string, kind: string, state?: string) => ({
  id,
  label,
  kind,
  ...(state ? { state } : {}),
});
const edge = (from: string, to: string, label: string, since: string | null = null) => ({
  from,
  to,
  label,
  since,
});
export const links = {
  kind: 'links',
  nodes: [
    node('account-1', 'Freelancer 3920', 'account', 'active'),
    node('account-2', 'Freelancer 5101', 'account', 'suspended'),
    node('account-3', hostile, 'account', 'restricted'),
    node('account-4', 'Freelancer 5103', 'account', 'closed'),
    node('account-5', 'Client 8831', 'account', 'active'),
    node('account-6', 'Freelancer 6120', 'account'),
    node('account-7', 'Freelancer 6121', 'account', 'suspended'),
    node('device-1', 'Device f77-a', 'device'),
    node('device-2', 'Device c02', 'device'),
    node('address-1', '12 Harbour Lane', 'address'),
    node('card-1', 'Card ending 1180', 'payment-instrument'),
  ],
  edges: [
    ...['1', '2', '3', '4'].map((n) =>
      edge(`account-${n}`, 'device-1', 'signed in', ago(Number(n) * 9 * DAY)),
    ),
    ...['1', '6', '7'].map((n) => edge(`account-${n}`, 'card-1', 'paid out to', ago(Number(n) * DAY))),
    edge('account-2', 'address-1', 'registered at'),
    edge('account-3', 'address-1', 'registered at', ago(80 * DAY)),
    edge('account-5', 'device-2', 'signed in', ago(2 * DAY)),
    edge('account-1', 'device-2', 'signed in', ago(3 * DAY)),
    edge('account-5', 'account-1', 'hired', ago(2 * DAY)),
  ],
};

export const history = {
  kind: 'history',
  entries: [
    {
      at: ago(6 * DAY),
      kind: 'decision',
      title: 'Job post: Data entry clerk',
      outcome: 'violation',
      actions: ['Remove content', 'Warn'],
      policies: ['Fee to work or deposit'],
      by: 'reviewer-12',
      text: 'Asked applicants for a refundable deposit of $80.',
    },
    {
      at: ago(6 * DAY),
      kind: 'strike',
      title: 'Fee to work or deposit',
      outcome: null,
      actions: [],
      policies: ['Fee to work or deposit'],
      by: null,
    },
    {
      at: ago(30 * DAY),
      kind: 'note',
      title: 'Asked for papers',
      outcome: null,
      actions: [],
      policies: [],
      by: 'reviewer-03',
      text: 'The registration of the company was asked for and has not come.',
    },
    {
      at: ago(64 * DAY),
      kind: 'appeal',
      title: 'Restriction of 3 weeks',
      outcome: 'upheld',
      actions: ['Restrict, 21 days'],
      policies: ['Contact outside the platform'],
      by: null,
    },
    {
      at: ago(70 * DAY),
      kind: 'strike',
      title: 'Contact outside the platform',
      outcome: null,
      actions: [],
      policies: [],
      by: 'reviewer-12',
    },
    {
      at: ago(71 * DAY),
      kind: 'decision',
      title: 'Thread with Freelancer 1188',
      outcome: 'violation',
      actions: ['Restrict, 21 days'],
      policies: ['Contact outside the platform'],
      by: 'reviewer-12',
    },
    {
      at: ago(400 * DAY),
      kind: 'decision',
      title: 'Profile',
      outcome: 'no-violation',
      actions: [],
      policies: [],
      by: null,
    },
  ],
};

const report = (
  label: string,
  role: string,
  reports: number,
  upheld: number,
  reason: string,
  text: string,
  at: string,
) => ({
  kind: 'report',
  reporter: { id: label, label, role, reports, upheld },
  at,
  reason,
  text,
});
export const reports = [
  report(
    'Freelancer 8120',
    'freelancer',
    4,
    3,
    'Asks for money first',
    'They want a deposit before the contract starts.\n\nI was told to write to @hiring-desk on a messenger.',
    ago(2 * HOUR),
  ),
  report(
    'Identity partner',
    'vendor',
    1240,
    1102,
    'Identity mismatch',
    'The document was used by another account in May.',
    ago(5 * HOUR),
  ),
  report(hostile, 'client', 0, 0, 'Spam', 'The same text on 30 posts.', ago(DAY)),
];

export const profile = {
  kind: 'profile',
  account: { id: 'account-1', label: 'Freelancer 3920' },
  headline: 'Senior Solidity auditor, 9 years',
  about:
    'I audited more than 120 contracts for funds and exchanges. Former lead of the audit team of a well-known exchange.\n\nAvailable at once, long projects preferred.',
  memberSince: ago(34 * DAY),
  claims: [
    {
      field: 'Name',
      claimed: 'Daniel Whitmore',
      verified: 'Danylo Whitmore, on the document',
      status: 'different',
    },
    {
      field: 'Country',
      claimed: 'Canada',
      verified: 'Signs in from two other countries',
      status: 'different',
    },
    { field: 'Date of birth', claimed: '14 March 1988', verified: '2 November 1999', status: 'different' },
    {
      field: 'Certificate',
      claimed: 'Certified smart contract auditor',
      verified: null,
      status: 'unverified',
    },
    { field: 'E-mail', claimed: 'confirmed', verified: 'confirmed on sign-up', status: 'verified' },
  ],
  facts: [
    { label: 'Hourly rate', value: '$140' },
    { label: 'Hired', value: '0 times' },
  ],
  earlier: [
    {
      editedAt: ago(20 * DAY),
      headline: 'Junior web developer',
      about: 'I build small sites with ready-made themes. Available at once, long projects preferred.',
      claims: [
        { field: 'Name', claimed: 'Daniel Whitmore', verified: null, status: 'unverified' },
        { field: 'Country', claimed: 'Poland', verified: null, status: 'unverified' },
      ],
    },
  ],
};

const description =
  'We are seeking motivated people for data entry at home. No experience is needed and you start today. You will receive our equipment after a short training by our manager.\n\nPay is $45 per hour plus bonus. To apply, do not reply here. Write to our manager on the messenger: @hir\u0456ng-desk with your full name, address and the bank you use.';
const requirements =
  'Reliable internet connection. A bank account in your own name. A refundable deposit of $120 covers the software licence and is returned with the first pay.';
export const jobPost = {
  kind: 'job-post',
  title: 'Data entry clerk, $45/h, no experience',
  client: { id: 'account-1', label: 'Client 7301' },
  pay: '$45 per hour',
  location: 'Remote',
  employment: 'Freelance, open end',
  postedAt: ago(3 * HOUR),
  sections: [
    { name: 'description', heading: 'About the role', text: description },
    { name: 'requirements', heading: 'Requirements', text: requirements },
  ],
  facts: [
    { label: 'Seen by', value: '212' },
    { label: 'Applied', value: '37' },
  ],
  earlier: [
    {
      editedAt: ago(2 * HOUR),
      title: 'Data entry clerk, $15/h',
      sections: [
        {
          name: 'description',
          heading: 'About the role',
          text: 'We are seeking motivated people for data entry at home. Pay is $15 per hour.',
        },
        { name: 'requirements', heading: 'Requirements', text: 'Reliable internet connection.' },
      ],
    },
  ],
};

const arabic = 'أرسل الوديعة أولاً إلى هذا الحساب: IBAN DE00 1234 ثم نبدأ العمل اليوم.';
const texts: readonly (readonly [from: string, text: string, at: number])[] = [
  ['client', 'Hello! I read your profile and would like to hire you for a long project.', 3 * DAY],
  ['freelancer', 'Thank you. What is it about?', 3 * DAY - 4 * MINUTE],
  [
    'client',
    'Data entry. Please do not write here, the platform is slow. Add me: t.me/hiring-desk or +1 202 555 0143.',
    3 * HOUR,
  ],
  [
    'client',
    'Send the deposit first, $120 in gift cards. It comes back with the first pay.',
    3 * HOUR - MINUTE,
  ],
  ['freelancer', 'I do not pay to work.', 2 * HOUR],
  ['client', arabic, 2 * HOUR - 3 * MINUTE],
  ['client', `Look: https://paypal.example.com@evil.example/login Z${'\u0351'.repeat(400)}algo`, HOUR],
  ['freelancer', `${'The same line again, and again. '.repeat(600)}The end.`, 50 * MINUTE],
];
export const messages = {
  kind: 'messages',
  participants: [
    { id: 'client', label: 'Client 7301', role: 'client', timeZone: 'Asia/Dubai' },
    { id: 'freelancer', label: 'Freelancer 1902', role: 'freelancer', timeZone: 'America/Bogota' },
  ],
  messages: texts.map(([from, text, at], index) => ({
    id: `message-${index}`,
    from,
    at: ago(at),
    text,
    flagged: index === 3,
  })),
};
const translation = {
  ...messages,
  messages: messages.messages.map((message, index) =>
    index === 5
      ? { ...message, text: 'Send the deposit first to this account: IBAN DE00 1234, then we start today.' }
      : message,
  ),
};

const placesOf = (at: number, field: string, text: string, words: string) => ({
  // The first case has index 0; the item is the one at this place of its list.
  evidenceId: fakeId(0xe00 + at, 0),
  field,
  start: text.indexOf(words),
  end: text.indexOf(words) + words.length,
});
const detection = (post: number, thread: number) => ({
  kind: 'detection',
  detector: 'off-platform contact',
  detectorVersion: '3.2',
  at: ago(HOUR),
  score: 0.93,
  threshold: 0.7,
  signals: [
    {
      id: 'deposit',
      label: 'asks for a deposit',
      weight: 0.95,
      spans: [
        placesOf(
          post,
          '/sections/1/text',
          requirements,
          'A refundable deposit of $120 covers the software licence',
        ),
        placesOf(thread, '/messages/3/text', texts[3]![1], 'Send the deposit first'),
      ],
    },
    {
      id: 'contact',
      label: 'contact outside',
      weight: 0.8,
      spans: [
        placesOf(post, '/sections/0/text', description, 'do not reply here'),
        placesOf(thread, '/messages/2/text', texts[2]![1], 't.me/hiring-desk'),
      ],
    },
    {
      id: 'pay',
      label: 'pay far above market',
      weight: 0.46,
      spans: [placesOf(post, '/sections/0/text', description, '$45 per hour')],
    },
    {
      id: 'letters',
      label: 'look-alike characters',
      weight: 0.22,
      spans: [placesOf(post, '/sections/0/text', description, '@hir\u0456ng-desk')],
    },
    { id: 'age', label: 'account is three days old', weight: 0.1, spans: [] },
  ],
});

/** In the order in which the tabs have them for a job post: `tests/e2e/viewers.test.ts` goes by their names. */
export const richEvidence: readonly FakeEvidence[] = [
  { document: jobPost, label: 'Job post' },
  { document: detection(0, 3), label: 'Detection' },
  ...reports.map((document, index) => ({ document, label: `Report ${index + 1}` })).slice(0, 1),
  { document: messages, label: 'Messages', language: 'en' },
  { document: translation, label: 'Translation', language: 'en', translationOf: 3 },
  { document: profile, label: 'Profile', sensitiveFields: ['/claims/2/claimed', '/claims/2/verified'] },
  { document: payments, label: 'Payments', sensitiveFields: ['/payments/2/counterparty/label'] },
  { document: links, label: 'Links' },
  { document: signIns, label: 'Sign-ins', sensitiveFields: ['/signIns/0/address', '/signIns/1/address'] },
  { document: history, label: 'History' },
  ...reports.map((document, index) => ({ document, label: `Report ${index + 1}` })).slice(1),
];
