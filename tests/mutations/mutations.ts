/** Small changes that each break one guard. Each must be caught by a test whose name begins with the rule it names. */

export interface Mutation {
  readonly name: string;
  /** A rule of docs/sync.md, or a fault: `fault 37`. */
  readonly rule: string;
  readonly file: string;
  /** Found exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const core = (file: string) => `electron/core/${file}`;

const desktop: readonly Mutation[] = [
  {
    name: 'files are opened without a full sync',
    rule: 'W1',
    file: core('store/database.ts'),
    find: `pragma('synchronous = full')`,
    replace: `pragma('synchronous = normal')`,
  },
  {
    name: 'a file of another person is opened',
    rule: 'W2',
    file: core('store/profile.ts'),
    find: `    stored.personId !== identity.personId ||\n`,
    replace: ``,
  },
  {
    name: 'a file that is not encrypted is opened',
    rule: 'W3',
    file: core('store/profile.ts'),
    find: `if (head.toString('latin1') === 'SQLite format 3')`,
    replace: `if (head.toString('latin1') === 'never')`,
  },
  {
    name: 'a page that does not follow the cursor is applied',
    rule: 'R2',
    file: core('sync/pull.ts'),
    find: `if (!follows(page.after, before) || !advances(page))`,
    replace: `if (!advances(page))`,
  },
  {
    name: 'the sweep after a resync takes kept work too',
    rule: 'R4',
    file: core('sync/pull.ts'),
    find: `      if (!kept.has(caseId)) {\n        cases.remove`,
    replace: `      if (!kept.has('')) {\n        cases.remove`,
  },
  {
    name: 'a newer version replaces the one on screen',
    rule: 'R5',
    file: core('store/cache/pins.ts'),
    find: `where case_id = ? and version = ? and body is null`,
    replace: `where case_id = ? and version = ? and body is not null`,
  },
  {
    name: 'a drop removes a case on which work stands',
    rule: 'R6',
    file: core('sync/pull.ts'),
    find: `if (at.kept.has(caseId)) cases.setAside`,
    replace: `if (at.kept.has('')) cases.setAside`,
  },
  {
    name: 'what was decided stops lying over the feed when it is acknowledged',
    rule: 'R7',
    file: core('store/work/outbox.ts'),
    find: `(state in ('acknowledged', 'late') and not (`,
    replace: `(state in ('acknowledged', 'late') and not (true or`,
  },
  {
    name: 'a case that cannot be read is forgotten',
    rule: 'R8',
    file: core('sync/pull.ts'),
    find: `        unreadable.put(tx, { ...read, appVersion: deps.appVersion }, at.mark);\n`,
    replace: ``,
  },
  {
    name: 'a change nested without end is read',
    rule: 'R9',
    file: core('sync/read-change.ts'),
    find: `if (depth > deepest) return`,
    replace: `if (depth > deepest * 1000) return`,
  },
  {
    name: 'a decision is sent before its window ends',
    rule: 'D3',
    file: core('sync/holds.ts'),
    find: `madeOffline || (ends.get(id) ?? Number.POSITIVE_INFINITY) <= now`,
    replace: `madeOffline || ends.has(id) || now > 0`,
  },
  {
    name: 'undo erases what may have left',
    rule: 'fault 37',
    file: core('store/work/outbox.ts'),
    find: `((state in ('held', 'pending') and attempts = 0) or`,
    replace: `(state in ('held', 'pending', 'sending') or`,
  },
  {
    name: 'what was being sent at a crash is not sent again',
    rule: 'D4',
    file: core('store/work/outbox.ts'),
    find: `set state = 'pending' where state in ('sending', 'held')`,
    replace: `set state = 'pending' where state in ('held')`,
  },
  {
    name: 'a refused batch is parked by its first item',
    rule: 'D5',
    file: core('sync/push.ts'),
    find: `if (batch.length === 1 && only !== undefined)`,
    replace: `if (only !== undefined)`,
  },
  {
    name: 'a command overtakes a parked one of its case',
    rule: 'D5',
    file: core('store/work/outbox.ts'),
    find: `and (state in ('held', 'sending') or \${parked}))`,
    replace: `and state in ('held', 'sending'))`,
  },
  {
    name: 'an answer of another central API counts',
    rule: 'D7',
    file: core('sync/central-client.ts'),
    find: `    if (!parsed.success) return null;\n    if (deps.instanceId !== null`,
    replace: `    if (!parsed.success) return { code: 'signed-out' } as never;\n    if (deps.instanceId !== null`,
  },
  {
    name: 'an old decision that was made offline is sent without a question',
    rule: 'D9',
    file: core('sync/confirm-rule.ts'),
    find: `if (age >= 0 && age < confirmAfterMs) return false;`,
    replace: `if (age > -Infinity) return false;`,
  },
  {
    name: 'older words are put over a draft that was written since',
    rule: 'D10',
    file: core('decisions/restore-draft.ts'),
    find: `  if (drafts.find(tx, place.caseId) !== undefined) return;\n`,
    replace: ``,
  },
  {
    name: 'evidence is kept without a look at its digest',
    rule: 'E1',
    file: core('sync/download.ts'),
    find: `digest('hex') === item.digest ? bytes : { is: 'mismatch' }`,
    replace: `digest('hex') === '' ? { is: 'mismatch' } : bytes`,
  },
  {
    name: 'evidence that must not touch the disk is cached',
    rule: 'E4',
    file: core('store/cache/evidence.ts'),
    find: `    if (value.cachePolicy !== 'offline') continue;\n`,
    replace: ``,
  },
];

const central: readonly Mutation[] = [
  {
    name: 'two sequencers give positions at once',
    rule: 'R3',
    file: 'central/feed/sequencer.ts',
    find: `      await tx.query('select pg_advisory_xact_lock($1)', [FEED_LOCK]);\n`,
    replace: ``,
  },
  {
    name: 'leases go on while nobody serves',
    rule: 'F2',
    file: 'central/instance.ts',
    find: `if (gapMs > OUTAGE_MS)`,
    replace: `if (gapMs > OUTAGE_MS * 1e6)`,
  },
  {
    name: 'a decision applies under any epoch',
    rule: 'F3',
    file: 'central/commands/context.ts',
    find: `if (row.assignee === caller.id && row.epoch === epoch) return`,
    replace: `if (row.assignee === caller.id) return`,
  },
  {
    name: 'a decision applies over one that stands',
    rule: 'F3',
    file: 'central/commands/decide.ts',
    find: `  if (rivalStands) return keepLate(context, decision, row, 'already-decided', decision.epoch);\n`,
    replace: ``,
  },
  {
    name: 'the same id with another body gets the first answer',
    rule: 'D6',
    file: 'central/commands/push.ts',
    find: `before.fingerprint.equals(item.fingerprint)`,
    replace: `before.fingerprint.length > 0`,
  },
  {
    name: 'a late decision on other evidence counts as uncontested',
    rule: 'D8',
    file: 'central/commands/decide.ts',
    find: `rows[0]?.decided || !sameEvidence ?`,
    replace: `rows[0]?.decided ?`,
  },
  {
    name: 'a decision on changed evidence is applied',
    rule: 'D11',
    file: 'central/commands/decide.ts',
    find: `  if (decision.evidenceDigest !== row.evidence_digest) {\n    return { status: 'changed'`,
    replace: `  if (decision.evidenceDigest === '') {\n    return { status: 'changed'`,
  },
  {
    name: 'a decision by withdrawn rules is applied',
    rule: 'D12',
    file: 'central/commands/decide.ts',
    find: `if (withdrawn.length > 0) {`,
    replace: `if (withdrawn.length > 1e6) {`,
  },
  {
    name: 'a refresh token opens a session for ever',
    rule: 'L3',
    file: 'central/sessions/sessions.ts',
    find: `      if (reused) {`,
    replace: `      if (reused && deviceId === '') {`,
  },
  {
    name: 'a client that is ahead is served',
    rule: 'L5',
    file: 'central/feed/page.ts',
    find: `if (ahead || (!other && position > 0 && (await isAhead(position))))`,
    replace: `if (ahead && (await isAhead(position)))`,
  },
  {
    name: 'a moved epoch is reassigned all the same',
    rule: 'S1',
    file: 'central/assignment/reassign.ts',
    find: `if (row.epoch !== epoch) return 'changed';`,
    replace: `if (row.epoch < 0) return 'changed';`,
  },
  {
    name: 'everybody may enter every compartment',
    rule: 'P1',
    file: 'central/cases/project-cases.ts',
    find: `compartment === null || reader.compartments.includes(compartment);`,
    replace: `compartment === null || reader.compartments.length >= 0;`,
  },
  {
    name: 'an event that was changed after it was sealed verifies',
    rule: 'U2',
    file: 'central/audit/verify.ts',
    find: `if (event.hash !== hashOf(event, expected, hash))`,
    replace: `if (event.hash === '')`,
  },
];

export const mutations: readonly Mutation[] = [...desktop, ...central];
