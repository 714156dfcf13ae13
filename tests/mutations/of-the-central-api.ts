import type { Mutation } from './mutation.ts';

/** Guards of the central API. */
export const centralMutations: readonly Mutation[] = [
  {
    name: 'two sequencers give positions at once',
    rule: 'R3',
    file: 'central/feed/sequencer.ts',
    find: "      await tx.query('select pg_advisory_xact_lock($1)', [FEED_LOCK]);\n",
    replace: '',
  },
  {
    name: "a position is given in the writer's transaction",
    rule: 'R3',
    file: 'central/feed/record.ts',
    find: '"personId", "caseId", null, type',
    replace: '"personId", "caseId", nextval(\'feed_position\'), type',

    also: [
      {
        file: 'central/feed/record.ts',
        find: 'position = null, type',
        replace: 'position = excluded.position, type',
      },
    ],
    tests: ['tests/central/feed.test.ts'],
  },
  {
    name: 'a case is assigned anew to its present owner',
    rule: 'F1',
    file: 'central/assignment/reassign.ts',
    find: "  if (target.to === 'person' && row.assignee === target.id && isHeld(row.state)) return 'unchanged';\n",
    replace: '',

    tests: ['tests/central/assignment.test.ts'],
  },
  {
    name: 'somebody on a break is given cases',
    rule: 'F1',
    file: 'central/assignment/give.ts',
    find: ' || person.on_break_since !== null',
    replace: '',
    tests: ['tests/central/breaks.test.ts'],
  },
  {
    name: 'marks on evidence do not count for who opted out',
    rule: 'F1',
    file: 'central/assignment/give.ts',
    find: 'where e.case_id = c.id and e.current and',
    replace: 'where false and e.case_id = c.id and e.current and',
    tests: ['tests/central/breaks.test.ts'],
  },
  {
    name: 'unopened cases go back from somebody on a break',
    rule: 'F2',
    file: 'central/assignment/leases.ts',
    find: 'p.on_break_since is null or p.on_break_since < $3',
    replace: 'true or p.on_break_since < $3',
    tests: ['tests/central/breaks.test.ts'],
  },
  {
    name: 'leases go on while nobody serves',
    rule: 'F2',
    file: 'central/instance.ts',
    find: 'if (gapMs > OUTAGE_MS)',
    replace: 'if (gapMs > OUTAGE_MS * 1e6)',
  },
  {
    name: 'a decision applies under any epoch',
    rule: 'F3',
    file: 'central/commands/context.ts',
    find: 'if (row.assignee === caller.id && row.epoch === epoch) return',
    replace: 'if (row.assignee === caller.id) return',
  },
  {
    name: 'a decision applies over one that stands',
    rule: 'F3',
    file: 'central/commands/decide.ts',
    find: "  if (rivalStands) return keepLate(context, decision, row, 'already-decided', decision.epoch);\n",
    replace: '',
  },
  {
    name: 'a case is judged without a lock on its row',
    rule: 'F3',
    file: 'central/cases/case-row.ts',
    find: 'order by c.id for update of c`',
    replace: 'order by c.id`',

    tests: ['tests/central/commands.test.ts'],
  },
  {
    name: 'the same id with another body gets the first answer',
    rule: 'D6',
    file: 'central/commands/push.ts',
    find: 'before.fingerprint.equals(item.fingerprint)',
    replace: 'before.fingerprint.length > 0',
  },
  {
    name: 'the id alone, without its sender, is the key',
    rule: 'D6',
    file: 'central/commands/push.ts',
    find: "from command where person_id = $1 and id = any($2::uuid[])'",
    replace: "from command where $1::uuid is not null and id = any($2::uuid[])'",

    tests: ['tests/central/commands.test.ts'],
  },
  {
    name: 'who held a case is answered as if there were none',
    rule: 'D7',
    file: 'central/commands/context.ts',
    find: "  return { is: 'late', reason: lateReason(row, held), sinceEpoch: held.epoch };",
    replace: "  return { is: 'never' };",

    tests: ['tests/central/commands.test.ts'],
  },
  {
    name: 'a late decision on other evidence counts as uncontested',
    rule: 'D8',
    file: 'central/commands/decide.ts',
    find: 'rows[0]?.decided || !sameEvidence ?',
    replace: 'rows[0]?.decided ?',
  },
  {
    name: 'a decision on changed evidence is applied',
    rule: 'D11',
    file: 'central/commands/decide.ts',
    find: "  if (decision.evidenceDigest !== row.evidence_digest) {\n    return { status: 'changed'",
    replace: "  if (decision.evidenceDigest === '') {\n    return { status: 'changed'",
  },
  {
    name: 'a decision by withdrawn rules is applied',
    rule: 'D12',
    file: 'central/commands/decide.ts',
    find: 'if (withdrawn.length > 0) {',
    replace: 'if (withdrawn.length > 1e6) {',
  },
  {
    name: 'a case that was given back comes to the same person again',
    rule: 'D14',
    file: 'central/commands/other-commands.ts',
    find: "  if (command.type === 'skip' || command.type === 'recuse') await exclude(context, row, command.type);\n",
    replace: '',

    tests: ['tests/central/commands.test.ts'],
  },
  {
    name: 'a refresh token opens a session for ever',
    rule: 'L3',
    file: 'central/sessions/sessions.ts',
    find: '      if (reused) {',
    replace: "      if (reused && deviceId === '') {",
  },
  {
    name: 'every protocol is served',
    rule: 'L4',
    file: 'central/http/server.ts',
    find: 'if (version !== protocolVersion && version !== protocolVersion - 1) {',
    replace: 'if (version < 0) {',

    tests: ['tests/central/sessions.test.ts'],
  },
  {
    name: 'a client that is ahead is served',
    rule: 'L5',
    file: 'central/feed/page.ts',
    find: 'const older = ahead || (!other && position > 0 && (await isAhead(position)));',
    replace: 'const older = ahead && (await isAhead(position));',
  },
  {
    name: 'a moved epoch is reassigned all the same',
    rule: 'S1',
    file: 'central/assignment/reassign.ts',
    find: "if (row.epoch !== epoch) return 'changed';",
    replace: "if (row.epoch < 0) return 'changed';",
  },
  {
    name: 'a case moved from somebody offline is judged as if they held it',
    rule: 'S2',
    file: 'central/commands/context.ts',
    find: 'if (row.assignee === caller.id && row.epoch === epoch) return',
    replace: 'if (row.epoch >= epoch) return',

    tests: ['tests/central/assignment.test.ts'],
  },
  {
    name: "a device's waiting count is written once and never anew",
    rule: 'S3',
    file: 'central/sessions/contact.ts',
    find: 'waiting = coalesce($5, waiting), waiting_at',
    replace: 'waiting = coalesce(waiting, $5), waiting_at',

    tests: ['tests/central/assignment.test.ts'],
  },
  {
    name: 'enforcement of one subject is sent out of order',
    rule: 'S4',
    file: 'central/enforcement/claim.ts',
    find: '         and ${isFirst}\n       order by',
    replace: '       order by',

    tests: ['tests/central/enforcement.test.ts'],
  },
  {
    name: 'an answer of the platform counts without a signature',
    rule: 'S4',
    file: 'central/enforcement/verify-platform.ts',
    find: 'place === null || !isSigned(place.secrets, request.headers[signatureHeader], body, clock.now())',
    replace: 'place === null',

    tests: ['tests/central/enforcement.test.ts'],
  },
  {
    name: 'a signature leaves out the body',
    rule: 'S4',
    file: 'central/enforcement/signature.ts',
    find: '.update(`${seconds}.`).update(body).digest()',
    replace: '.update(`${seconds}.`).digest()',

    tests: ['tests/central/unit/platform.test.ts'],
  },
  {
    name: 'a decision on a practice case is enforced',
    rule: 'S5',
    file: 'central/commands/decide.ts',
    find: 'const asks = !row.practice && (appeal',
    replace: 'const asks = (appeal',

    tests: ['tests/central/quality.test.ts'],
  },
  {
    name: 'an overturned decision stays enforced',
    rule: 'S4',
    file: 'central/appeals/verdict.ts',
    find: "if (verdict === 'overturned') await reverseEnforcement(place, decisionId);",
    replace: '',

    tests: ['tests/central/appeals.test.ts'],
  },
  {
    name: 'who decided first may be given the appeal',
    rule: 'S5',
    file: 'central/appeals/post-appeals.ts',
    find: 'await keepApart(tx, caseId, appealed.caseId, now);',
    replace: '',

    tests: ['tests/central/appeals.test.ts'],
  },
  {
    name: 'everybody may enter every compartment',
    rule: 'P1',
    file: 'central/cases/project-cases.ts',
    find: 'compartment === null || reader.compartments.includes(compartment);',
    replace: 'compartment === null || reader.compartments.length >= 0;',
  },
  {
    name: 'notes are shown to roles that may not see them',
    rule: 'P2',
    file: 'central/cases/project-cases.ts',
    find: "denied.has('notes') ? none<Note>()",
    replace: "denied.has('') ? none<Note>()",

    tests: ['tests/central/access.test.ts'],
  },
  {
    name: 'events are chained without the hash before',
    rule: 'U1',
    file: 'central/audit/seal.ts',
    find: '        sequence,\n        previousHash,\n        event.id,',
    replace: '        sequence,\n        event.id,',

    also: [
      {
        file: 'central/audit/verify.ts',
        find: "      if (event.previous_hash !== hash) return broken(expected, 'does not follow the one before');\n",
        replace: '',
      },
    ],
    tests: ['tests/central/server.test.ts'],
  },
  {
    name: 'an event that was changed after it was sealed verifies',
    rule: 'U2',
    file: 'central/audit/verify.ts',
    find: 'if (event.hash !== hashOf(event, expected, hash))',
    replace: "if (event.hash === '')",
  },
  {
    name: 'a trail with its end cut off verifies',
    rule: 'U2',
    file: 'central/audit/verify.ts',
    find: 'if (head.sequence !== sequence || head.hash !== hash)',
    replace: 'if (head.sequence < 0)',

    tests: ['tests/central/server.test.ts'],
  },
];
