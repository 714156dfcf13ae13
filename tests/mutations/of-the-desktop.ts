import type { Mutation } from './mutation.ts';

/** Guards of the desktop. */
export const desktopMutations: readonly Mutation[] = [
  {
    name: 'files are opened without a full sync',
    rule: 'W1',
    file: 'electron/core/store/database.ts',
    find: "pragma('synchronous = full')",
    replace: "pragma('synchronous = normal')",
  },
  {
    name: 'a file of another person is opened',
    rule: 'W2',
    file: 'electron/core/store/profile.ts',
    find: '    stored.personId !== identity.personId ||\n',
    replace: '',
  },
  {
    name: 'a file that is not encrypted is opened',
    rule: 'W3',
    file: 'electron/core/store/profile.ts',
    find: "if (head.toString('latin1') === 'SQLite format 3')",
    replace: "if (head.toString('latin1') === 'never')",
  },
  {
    name: 'a file that does not say whose it is is opened',
    rule: 'W3',
    file: 'electron/core/store/profile.ts',
    find: '  if (stored === undefined) {\n',
    replace: '  if (stored === undefined) {\n    return;\n',

    tests: ['tests/core/store/profile.test.ts'],
  },
  {
    name: 'a case that went to somebody else is decided',
    rule: 'R1',
    file: 'electron/core/cases/held-case.ts',
    find: "  if (stored.gone !== null) return fail('not-assigned', 'This case is no longer yours.');\n",
    replace: '',

    tests: ['tests/core/decisions/decisions.test.ts'],
  },
  {
    name: 'a page that does not follow the cursor is applied',
    rule: 'R2',
    file: 'electron/core/sync/pull.ts',
    find: 'if (!follows(page.after, before) || !advances(page))',
    replace: 'if (!advances(page))',
  },
  {
    name: 'the cursor is stored in another transaction than its page',
    rule: 'R2',
    file: 'electron/core/sync/pull.ts',
    find: '    const swept = cache.transact((tx) => {\n',
    replace:
      '    cache.transact((tx) => feed.write(tx, { ...before, ...page.cursor }));\n    const swept = cache.transact((tx) => {\n',

    tests: ['tests/core/sync/pull.test.ts'],
  },
  {
    name: 'the sweep after a resync takes kept work too',
    rule: 'R4',
    file: 'electron/core/sync/pull.ts',
    find: '      if (!kept.has(caseId)) {\n        cases.remove',
    replace: "      if (!kept.has('')) {\n        cases.remove",
  },
  {
    name: 'a resync begins without a new mark',
    rule: 'R4',
    file: 'electron/core/store/cache/feed.ts',
    find: 'mark: state.mark + 1 }',
    replace: 'mark: state.mark }',

    tests: ['tests/core/sync/pull.test.ts'],
  },
  {
    name: 'a newer version replaces the one on screen',
    rule: 'R5',
    file: 'electron/core/store/cache/pins.ts',
    find: 'where case_id = ? and version = ? and body is null',
    replace: 'where case_id = ? and version = ? and body is not null',
  },
  {
    name: 'a drop removes a case on which work stands',
    rule: 'R6',
    file: 'electron/core/sync/pull.ts',
    find: 'if (at.kept.has(caseId)) cases.setAside',
    replace: "if (at.kept.has('')) cases.setAside",
  },
  {
    name: 'a dropped case leaves its evidence',
    rule: 'R6',
    file: 'electron/core/store/cache/cases.ts',
    find: '  evidence.unlinkCase(tx, caseId);\n',
    replace: '',

    tests: ['tests/core/sync/evidence.test.ts'],
  },
  {
    name: 'what was decided stops lying over the feed when it is acknowledged',
    rule: 'R7',
    file: 'electron/core/store/work/outbox.ts',
    find: "(state in ('acknowledged', 'late') and not (",
    replace: "(state in ('acknowledged', 'late') and not (true or",
  },
  {
    name: 'a case that cannot be read is forgotten',
    rule: 'R8',
    file: 'electron/core/sync/pull.ts',
    find: '        unreadable.put(tx, { ...read, appVersion: deps.appVersion }, at.mark);\n',
    replace: '',
  },
  {
    name: 'a case that cannot be read stops the page',
    rule: 'R8',
    file: 'electron/core/sync/read-change.ts',
    find: 'if (!put.success) return unreadable(raw, text, errorOf(put.error));',
    replace: 'if (!put.success) throw put.error;',

    tests: ['tests/core/sync/pull.test.ts'],
  },
  {
    name: 'a change nested without end is read',
    rule: 'R9',
    file: 'electron/core/sync/read-change.ts',
    find: 'if (depth > deepest) return',
    replace: 'if (depth > deepest * 1000) return',
  },
  {
    name: 'an answer is read however long it is',
    rule: 'R9',
    file: 'electron/core/sync/read-body.ts',
    find: 'if (total > bounds.bytes) throw new',
    replace: 'if (total < 0) throw new',

    tests: ['tests/core/sync/pull.test.ts'],
  },
  {
    name: 'a clock turned back makes contact look recent',
    rule: 'F4',
    file: 'electron/core/sync/contact-age.ts',
    find: 'seenWall = Math.max(seenWall, clock.now());',
    replace: 'seenWall = clock.now();',

    also: [
      {
        file: 'electron/core/sync/contact-age.ts',
        find: 'Math.max(agedMs + clock.monotonic() - agedAt, seenWall - contactWall, 0)',
        replace: 'Math.max(seenWall - contactWall, 0)',
      },
    ],
    tests: ['tests/core/sync/contact-age.test.ts'],
  },
  {
    name: 'a decision names the digest of the newest version, not of the one shown',
    rule: 'D1',
    file: 'electron/core/decisions/build.ts',
    find: 'evidenceDigest: shown.evidenceDigest',
    replace: 'evidenceDigest: stored.current.evidenceDigest',

    tests: ['tests/core/decisions/decisions.test.ts'],
  },
  {
    name: 'the draft ends in a later commit than its decision',
    rule: 'D2',
    file: 'electron/core/decisions/submit.ts',
    find: '    drafts.discard(tx, shown.id);\n    return null;\n  });',
    replace:
      '    return null;\n  });\n  if (refused === null) desk.commitWork((tx) => drafts.discard(tx, shown.id));',

    tests: ['tests/core/decisions/decisions.test.ts', 'tests/core/decisions/sequences.test.ts'],
  },
  {
    name: 'a decision is sent before its window ends',
    rule: 'D3',
    file: 'electron/core/sync/holds.ts',
    find: 'madeOffline || (ends.get(id) ?? Number.POSITIVE_INFINITY) <= now',
    replace: 'madeOffline || ends.has(id) || now > 0',
  },
  {
    name: 'undo erases what was sent and waits again',
    rule: 'D3',
    file: 'electron/core/store/work/outbox.ts',
    find: "((state in ('held', 'pending') and attempts = 0) or",
    replace: "(state in ('held', 'pending') or",

    tests: ['tests/core/decisions/decisions.test.ts', 'tests/core/sync/push.test.ts'],
  },
  {
    name: 'undo erases what may have left',
    rule: 'fault 37',
    file: 'electron/core/store/work/outbox.ts',
    find: "((state in ('held', 'pending') and attempts = 0) or",
    replace: "(state in ('held', 'pending', 'sending') or",
  },
  {
    name: 'what was being sent at a crash is not sent again',
    rule: 'D4',
    file: 'electron/core/store/work/outbox.ts',
    find: "set state = 'pending' where state in ('sending', 'held')",
    replace: "set state = 'pending' where state in ('held')",
  },
  {
    name: 'a refused batch is parked by its first item',
    rule: 'D5',
    file: 'electron/core/sync/push.ts',
    find: 'if (batch.length === 1 && only !== undefined)',
    replace: 'if (only !== undefined)',
  },
  {
    name: 'a command overtakes a parked one of its case',
    rule: 'D5',
    file: 'electron/core/store/work/outbox.ts',
    find: "and (state in ('held', 'sending') or ${parked}))",
    replace: "and state in ('held', 'sending'))",
  },
  {
    name: 'commands of a case leave in the order of the clock',
    rule: 'D5',
    file: 'electron/core/store/work/outbox.ts',
    find: '     order by seq limit ?`,\n    limit * 4,',
    replace: '     order by made_at limit ?`,\n    limit * 4,',

    also: [
      {
        file: 'electron/core/store/work/outbox.ts',
        find: 'where case_id = o.case_id and seq < o.seq\n',
        replace: 'where case_id = o.case_id and made_at < o.made_at\n',
      },
    ],
    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'a command is sent again with a body made anew',
    rule: 'D6',
    file: 'electron/core/sync/push.ts',
    find: "batch.map(({ body }) => body).join(',')",
    replace: "batch.map(({ body }) => JSON.stringify({ ...JSON.parse(body), madeAt: now() })).join(',')",

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'an answer of another central API counts',
    rule: 'D7',
    file: 'electron/core/sync/central-client.ts',
    find: '    if (!parsed.success) return null;\n    if (deps.instanceId !== null',
    replace:
      "    if (!parsed.success) return { code: 'signed-out' } as never;\n    if (deps.instanceId !== null",
  },
  {
    name: "a proxy's 401 counts as a refusal",
    rule: 'D7',
    file: 'electron/core/sync/central-client.ts',
    find: '    const problem = problemOf(text);\n',
    replace:
      "    const problem =\n      problemOf(text) ??\n      (response.status === 401\n        ? ({ type: '', title: '', status: 401, code: 'signed-out', detail: '' } as unknown as Problem)\n        : null);\n",

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'an old decision that was made offline is sent without a question',
    rule: 'D9',
    file: 'electron/core/sync/confirm-rule.ts',
    find: 'if (age >= 0 && age < confirmAfterMs) return false;',
    replace: 'if (age > -Infinity) return false;',
  },
  {
    name: 'only what the catalogue forbids waits to be confirmed',
    rule: 'D9',
    file: 'electron/core/sync/confirm-rule.ts',
    find: "rules.get(action) !== 'allow'",
    replace: "rules.get(action) === 'forbid'",

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'older words are put over a draft that was written since',
    rule: 'D10',
    file: 'electron/core/decisions/restore-draft.ts',
    find: '  if (written !== undefined && !isOlderDraft(tx, decision, written.content)) return;\n',
    replace: '',
  },
  {
    name: 'a change that came while one looked is confirmed unseen',
    rule: 'D11',
    file: 'electron/core/decisions/confirm-changed.ts',
    find: 'looked !== undefined && looked !== current.version',
    replace: 'looked !== undefined && looked > current.version',

    tests: ['tests/core/decisions/changed-evidence.test.ts'],
  },
  {
    name: 'what a decision is made on stands among what it is not',
    rule: 'D11',
    file: 'electron/core/cases/whole-difference.ts',
    find: '    ...items.filter(({ material }) => material),\n    ...items.filter(({ material }) => !material),\n',
    replace: '    ...items,\n',

    tests: ['tests/core/decisions/changed-evidence.test.ts'],
  },
  {
    name: 'a caret that moved in a decision not sent yet withdraws it',
    rule: 'D4',
    file: 'renderer/stores/decision-form.ts',
    find: "isDraft = opened.work === 'draft';",
    replace: 'isDraft = true;',

    tests: ['tests/renderer/drafts.test.ts'],
  },
  {
    name: 'a decision that was changed still names the late one that it adopted',
    rule: 'D8',
    file: 'renderer/rules/form-changes.ts',
    find: 'said(before) === said(after) ? after : { ...after, adopts: null }',
    replace: 'after',

    tests: ['tests/renderer/late-offer.test.ts'],
  },
  {
    name: 'a draft is saved over that of another window',
    rule: 'D10',
    file: 'electron/core/store/work/drafts.ts',
    find: '  if (stored !== follows) return null;\n',
    replace: '',

    also: [
      {
        file: 'electron/core/decisions/drafts.ts',
        find: '  if ((before?.revision ?? 0) !== follows) return conflict();\n',
        replace: '',
      },
    ],
    tests: ['tests/core/decisions/decisions.test.ts'],
  },
  {
    name: 'a decision refused for withdrawn rules brings no draft back',
    rule: 'D12',
    file: 'electron/core/sync/push.ts',
    find: "answer.code !== 'catalogue-changed'",
    replace: "answer.code !== 'invalid'",

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'a batch takes cases that are no near-duplicates',
    rule: 'D13',
    file: 'electron/core/decisions/batch-member.ts',
    find: '  if (!isDuplicate) return',
    replace: '  if (!isDuplicate && current.version < 0) return',

    tests: ['tests/core/decisions/batch.test.ts'],
  },
  {
    name: 'own words about one case go to the customers of all',
    rule: 'D13',
    file: 'electron/core/decisions/batch-member.ts',
    find: '  return namesLead ? undefined : message;',
    replace: '  return message;',
    tests: ['tests/core/decisions/batch.test.ts'],
  },
  {
    name: 'a template speaks of the first case to every customer',
    rule: 'D13',
    file: 'electron/core/decisions/batch-member.ts',
    find: 'return filledFor(at);',
    replace: 'return message;',
    tests: ['tests/core/decisions/batch.test.ts'],
  },
  {
    name: 'a group offers what is decided already',
    rule: 'D13',
    file: 'electron/core/decisions/near-duplicates.ts',
    find: ' && isUndecided(caseId)',
    replace: '',
    tests: ['tests/core/decisions/near-duplicates.test.ts'],
  },
  {
    name: 'evidence is kept without a look at its digest',
    rule: 'E1',
    file: 'electron/core/sync/download.ts',
    find: "digest('hex') === item.digest ? bytes : { is: 'mismatch' }",
    replace: "digest('hex') === '' ? { is: 'mismatch' } : bytes",
  },
  {
    name: 'the budget evicts evidence of assigned cases',
    rule: 'E2',
    file: 'electron/core/sync/evidence.ts',
    find: '    const stored = evidence.storedBytes(cache);\n',
    replace:
      "    for (const digest of cache.values<string>(`select digest from evidence where state = 'ready'`)) {\n      if (evidence.storedBytes(cache) >= deps.budgetBytes) cache.transact((tx) => evidence.startAgain(tx, digest));\n    }\n    const stored = evidence.storedBytes(cache);\n",

    tests: ['tests/core/sync/evidence.test.ts'],
  },
  {
    name: 'evidence that no case needs stays',
    rule: 'E3',
    file: 'electron/core/sync/upkeep.ts',
    find: '      profile.cache.transact((tx) => evidence.sweep(tx));\n',
    replace: '',

    tests: ['tests/core/sync/evidence.test.ts'],
  },
  {
    name: 'evidence that must not touch the disk is cached',
    rule: 'E4',
    file: 'electron/core/store/cache/evidence.ts',
    find: "    if (value.cachePolicy !== 'offline') continue;\n",
    replace: '',
  },
  {
    name: 'requests are made while offline by choice',
    rule: 'L1',
    file: 'electron/core/sync/engine.ts',
    find: "state !== 'signed-out' && state !== 'offline-by-choice' && session",
    replace: "state !== 'signed-out' && session",

    tests: ['tests/core/sync/contact.test.ts'],
  },
  {
    name: 'without a stream it polls as rarely as with one',
    rule: 'L2',
    file: 'electron/core/sync/engine.ts',
    find: '(stream.connected() ? pollWithStreamMs : pollAloneMs)',
    replace: 'pollWithStreamMs',

    tests: ['tests/core/sync/contact.test.ts'],
  },
  {
    name: 'nothing is sent again in a new era',
    rule: 'L5',
    file: 'electron/core/sync/engine.ts',
    find: '    if (era <= knownEra) return;\n',
    replace: '    if (era !== knownEra) return;\n',

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'what a person said of themselves is not said again to a restored central API',
    rule: 'L5',
    file: 'electron/core/store/work/outbox.ts',
    find: "quoted(['decision', 'recall', ...personTypes])",
    replace: "quoted(['decision', 'recall'])",

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'an older decision that is refused comes back over a newer one that waits',
    rule: 'D12',
    file: 'electron/core/sync/push.ts',
    find: ' || outbox.isFollowed(tx, entry)',
    replace: '',

    tests: ['tests/core/sync/push.test.ts'],
  },
  {
    name: 'words of an older decision stand in the way of newer ones',
    rule: 'D3',
    file: 'electron/core/decisions/restore-draft.ts',
    find: ' && !isOlderDraft(tx, decision, written.content)',
    replace: '',

    tests: ['tests/core/decisions/decisions.test.ts'],
  },
  {
    name: 'a disk that is full at the start keeps the engine from running',
    rule: 'fault 5',
    file: 'electron/core/sync/engine.ts',
    find: '      } catch (error) {\n        noteProblem(error);\n      }\n      knownEra',
    replace: '      } finally {\n        // Thrown on.\n      }\n      knownEra',
    tests: ['tests/core/sync/push.test.ts'],
  },
];
