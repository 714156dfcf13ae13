/** Appeals: a decision looked at again by somebody who had no part in it. */
export const appealStrings = {
  'command.decision.uphold': 'Uphold the first decision',
  'command.decision.overturn': 'Overturn the first decision',
  'guard.no-appeal': 'This case is no appeal.',
  'guard.first-unknown': 'What is appealed is not known here.',
  'appeal.title': 'The decision that is appealed',
  'appeal.made': 'decided {time}',
  'appeal.uphold': 'Uphold',
  'appeal.overturn': 'Overturn',
  'appeal.becomes.upheld': 'Submitted like this it is upheld: its actions stay as they are.',
  'appeal.becomes.overturned':
    'Submitted like this it is overturned: its actions are taken back, and what is ticked here is asked for.',
  'appeal.becomes.nothing': 'Choose what is right; the first decision is not chosen for you.',
} as const;
