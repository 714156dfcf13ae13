/** Sentences about what changed around a decision: a colleague's late one, evidence that changed after it. */
export const changeStrings = {
  'command.decision.see-late': 'Compare with the late decision',
  'command.decision.adopt': 'Adopt the late decision',
  'command.decision.keep-mine': 'Keep mine',
  'guard.no-late-offer': 'No late decision waits on this case.',
  'guard.no-view-yet': 'Choose an outcome of your own first, then look.',
  'guard.not-compared': 'Compare first, then adopt.',
  'said.adopted': 'Adopted as your own decision. z takes it back.',
  'said.kept-mine': 'Nothing was adopted. Your draft is as it was.',

  'offer.colleague': 'A colleague’s late decision waits here.',
  'offer.own': 'A decision of yours came too late, and waits here.',
  'offer.form-a-view': 'Choose an outcome of your own; then you can compare.',
  'offer.compare': 'Compare',

  'compare.title': 'Your view and a late decision',
  'compare.hint':
    'It came too late to count, and nobody has decided since. Adopted, it becomes a decision of yours that names it.',
  'compare.column.part': 'Part',
  'compare.column.mine': 'Yours',
  'compare.column.colleague': 'Your colleague’s',
  'compare.column.own-late': 'What you decided',
  'compare.nothing': 'nothing',
  'compare.same': 'same',
  'compare.differs': 'differs',
  'compare.differences': '{count|# part differs|# parts differ}.',
  'compare.agree': 'Both say the same.',
  'compare.loading': 'Fetching what was decided …',
  'compare.message-subject': 'Subject: {subject}',
  'compare.decided': 'Decided {time}',
  'compare.adopt': 'Adopt it',
  'compare.keep': 'Keep mine',
} as const;
