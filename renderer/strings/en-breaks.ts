/** Breaks, what was revealed in a shift, and opting out of harm types. */
export const breakStrings = {
  'command.break.take': 'Take a break',
  'command.break.end': 'End break',
  'command.shift.end': 'End the shift',
  'guard.shift-over': 'Your shift is over already. Begin another one to go on.',
  'said.shift-ended':
    'Your shift is over. {count|# unopened case goes back to its queue.|# unopened cases go back to their queues.}',
  'shift.title': 'End the shift',
  'shift.text': 'Nothing new is given to you until you begin again. You can end it without contact too.',
  'shift.loading': 'Looking at what you hold …',
  'shift.reason': 'End of shift',
  'shift.nothing': 'You hold nothing, and nothing waits.',
  'shift.untouched':
    '{count|One case that you have not opened goes|# cases that you have not opened go} back to the queue.',
  'shift.begun':
    '{count|One case that you have opened stays|# cases that you have opened stay} yours for as long as the lease runs.',
  'shift.drafts':
    '{count|One case with a draft stays|# cases with drafts stay} yours; the words are on this computer.',
  'shift.resting': '{count|One snoozed case comes|# snoozed cases come} back to you when the time is up.',
  'shift.waiting':
    '{count|One thing that you did is|# things that you did are} still to be sent. Leave Docket open until then, or start it again with contact.',
  'shift.attention': '{count|One thing needs|# things need} your attention.',
  'shift.over': 'Your shift is over',
  'shift.over.text': 'Nothing new is given to you.',
  'shift.over.waits': 'Signing out leaves what waits on this computer; it is sent when you sign in again.',
  'shift.again': 'Begin a shift',
  'shift.chip': 'Shift over since {time}',
  'command.break.later': 'Suggest a break later',
  'command.exposure.release': 'Release cases that you opted out of',
  'guard.on-break': 'You are on a break. End it first.',
  'guard.not-on-break': 'You are not on a break.',
  'guard.nothing-suggested': 'No break is suggested now.',
  'guard.nothing-opted-out': 'You hold no case of a harm type that you opted out of.',
  'guard.takes-no-breaks': 'Nothing is given to your role, so there is nothing to pause.',

  'break.title': 'You are on a break',
  'break.since': 'Since {time}.',
  'break.text':
    'You are given no new cases, and active time does not count. The cases that you hold stay with you, with their drafts.',
  'break.again': 'End break',
  'break.chip': 'On a break since {time}',
  'break.suggested':
    '{count|One item|# items} of {label} revealed since your last break. Your organisation suggests one at {budget}.',
  'break.later': 'Later',
  'said.break-begun': 'Your break has begun.',
  'said.break-ended': 'Your break has ended.',
  'said.opted-out-released': '{count|# case|# cases} released.',

  'exposure.footer': '{label}: {count} of {budget}',
  'exposure.footer-plain': '{label}: {count}',
  'exposure.footer.title': 'Revealed since your last break. Settings shows all of this shift.',
  'exposure.title': 'Exposure and breaks',
  'exposure.text':
    'Items that you revealed in this shift, by harm type. A shift ends when nothing was revealed for six hours.',
  'exposure.column.harm': 'Harm type',
  'exposure.column.shift': 'This shift',
  'exposure.column.break': 'Since your last break',
  'exposure.column.budget': 'Break suggested at',
  'exposure.column.opt-out': 'Do not give me these',
  'exposure.no-budget': 'never',
  'exposure.opt-out': 'Do not give me cases of {label}',
  'exposure.opt-out.hint':
    'Cases of a harm type that you tick are not given to you by themselves. A supervisor or a colleague can still give you one.',
  'exposure.held': 'You hold {count|# case|# cases} of a harm type that you opted out of, not begun.',
  'exposure.release': '{count|Release it|Release them}',

  'team.on-break': 'on a break since {time}',
} as const;
