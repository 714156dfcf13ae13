/**
 * The rules as one table. A rule is a judgement that a reviewer can read: what it looks for, why, and how
 * much it adds. Patterns have no unbounded repetition inside another and bounded gaps, so a line of a
 * megabyte takes time in proportion to its length.
 *
 * A change of any rule raises `detectorVersion`: a recorded detection must say what judged.
 */
import { mixedScriptWords } from './fold-text.ts';
import { payFarAboveMarket } from './pay.ts';

export const detectorName = 'marketplace-rules';
export const detectorVersion = '1.0';
/** A case reaches a reviewer's queue as a detection from this score on; below it is a sample. */
export const detectorThreshold = 0.7;

export type TextKind = 'job-post' | 'message';

export interface Rule {
  readonly id: string;
  readonly label: string;
  /** 0 to 1: the probability, in the writer's judgement, that text with this signal alone breaks the rules. */
  readonly weight: number;
  /** Why the signal matters, for the reviewer who asks. */
  readonly reason: string;
  readonly appliesTo: readonly TextKind[];
  /** Catalogue area that a case is routed by when this is its strongest signal. */
  readonly area: string;
  /** Read on folded text. */
  readonly patterns?: readonly RegExp[];
  /** A hit whose 40 characters before it end in this is none: `no start-up fees`. */
  readonly unlessAfter?: RegExp;
  /** Read on the text as written. */
  readonly find?: (text: string) => Iterable<{ start: number; end: number }>;
}

const both: readonly TextKind[] = ['job-post', 'message'];
const denied = /\b(?:no|not|never|without|zero|don't|doesn't|do not|does not|free of)\s(?:\w{1,20}\s){0,3}$/i;

export const rules: readonly Rule[] = [
  {
    id: 'fee-asked',
    label: 'asks for a fee or deposit',
    weight: 0.75,
    reason:
      'Work never costs the worker money before it pays: deposits, kits and licences to buy are the lure itself.',
    appliesTo: both,
    area: 'fees',
    patterns: [
      /\b(?:refundable|returnable|security|training|registration|activation|upfront|up-front)\s(?:deposit|fee|payment)s?\b/gi,
      /\b(?:send|pay|transfer|wire|cover)\s(?:us\s|me\s|in\s|for\s)?(?:the|a|an|your|that)?\s?(?:\w{1,14}\s){0,2}(?:deposit|processing fee|starter kit|start-?up (?:fee|cost)s?)\b/gi,
      /\b(?:buy|purchase)\s(?:the|a|your|our)\s(?:\w{1,14}\s){0,2}(?:starter kit|training kit|software licen[cs]e|gift cards?)\b/gi,
      /\bdeposit of\s?[$£€₹]\s?\d{1,9}/gi,
    ],
    unlessAfter: denied,
  },
  {
    id: 'off-platform',
    label: 'contact outside the platform',
    weight: 0.5,
    reason:
      'Outside the platform neither payment protection nor our records reach, which is why fraud moves there first.',
    appliesTo: both,
    area: 'off-platform',
    patterns: [
      /\b(?:whats\s?app|telegram|t\.me\/|viber|wechat|we chat|skype|hangouts?|kik messenger|line id|signal app|icq|zangi)\b/gi,
      /\b(?:do not|don't)\s(?:reply|apply|answer|respond)\shere\b/gi,
      /\b(?:text|write|message|contact|reach)\s(?:me|us|our manager|our hr|the manager)\s(?:directly\s)?(?:on|at|via|by|through)\b/gi,
      /\b(?:outside|off)\s(?:of\s)?(?:the|this)\s(?:platform|site|app)\b/gi,
    ],
  },
  {
    id: 'contact-details',
    label: 'e-mail or phone in the text',
    weight: 0.3,
    reason: 'Contact details in the text are the usual way round the message system.',
    appliesTo: both,
    area: 'off-platform',
    patterns: [
      /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?![a-z0-9])/gi,
      /#(?:EMAIL|PHONE)_[0-9a-f]{8,64}#?/g,
      /(?<![\w.,-])(?:\+|00)\d{1,3}[ .()-]{0,2}(?:\d[ .()-]{0,2}){7,12}(?!\w)/g,
      /(?<![\w.,-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)/g,
      /\b[a-z0-9._-]{2,40}\s?(?:\[at\]|\(at\))\s?[a-z0-9-]{2,40}\b/gi,
    ],
  },
  {
    id: 'handle',
    label: 'messenger handle',
    weight: 0.35,
    reason: 'A handle with an at-sign is an address on a messenger.',
    appliesTo: both,
    area: 'off-platform',
    patterns: [/(?<![\w.@/])@[a-z][a-z0-9_-]{4,31}(?![\w.@])/gi],
  },
  {
    id: 'payment-lure',
    label: 'payment lure',
    weight: 0.65,
    reason:
      'Money that passes through the worker’s own account or cheques to pay in are how stolen money is moved.',
    appliesTo: both,
    area: 'payment-fraud',
    patterns: [
      /\b(?:western union|money\s?gram|cashier'?s che(?:ck|que)|certified che(?:ck|que)|money orders?|wire transfers?)\b/gi,
      /\b(?:process|receive|forward|collect)\s(?:\w{1,14}\s){0,2}(?:payments?|funds|money|transfers)\s(?:\w{1,14}\s){0,3}(?:your|own|personal)\s(?:\w{1,14}\s)?account\b/gi,
      /\b(?:deposit|cash)\s(?:the|a|our)\s(?:\w{1,10}\s)?(?:che(?:ck|que)s?)\b/gi,
      /\bkeep\s(?:\w{1,10}\s)?\d{1,2}\s?(?:%|percent)\b/gi,
      /\b(?:package|parcel)s?\s(?:to\s|at\s|from\s)?(?:your|own)\s(?:home|house|address)\b/gi,
      /\b(?:re-?ship|payment processing|cash handl(?:er|ing) (?:from|at) home|financial agent)\w{0,5}\b/gi,
    ],
  },
  {
    id: 'bank-data',
    label: 'asks for bank or identity data',
    weight: 0.55,
    reason:
      'Bank log-ins and identity numbers are asked for after a contract, inside the platform’s own forms, or not at all.',
    appliesTo: both,
    area: 'identity',
    patterns: [
      /\b(?:bank|checking)\s(?:account\s)?(?:details|number|info(?:rmation)?|log-?in|you use)\b/gi,
      /\b(?:social security number|ssn|routing number|sort code|card number|cvv|copy of (?:your|the) (?:passport|id|driver'?s licen[cs]e))\b/gi,
      /\b(?:must|need to|should) have (?:an? )?(?:\w{1,12} )?(?:bank|checking|savings) account\b/gi,
      /\b(?:credit (?:report|check|score))\s(?:is\s)?(?:required|needed)\b/gi,
    ],
  },
  {
    id: 'earn-from-home',
    label: 'easy money from home',
    weight: 0.4,
    reason: 'Promises of money without skill or effort draw people in before anything is asked of them.',
    appliesTo: ['job-post'],
    area: 'misrepresentation',
    patterns: [
      /\b(?:earn|make)\s(?:up to\s|over\s|at least\s|an extra\s)?[$£€]\s?\d[\d.,]{0,9}k?\b/gi,
      /\b(?:work|working|job|jobs|earn|money)\s(?:from|at)\s(?:the\scomfort\sof\s)?(?:your\s)?(?:own\s)?home\b/gi,
      /\b(?:no experience (?:is\s)?(?:needed|necessary|required)|no (?:skills|interview|background checks?) (?:needed|required)?)/gi,
      /\b(?:be your own boss|financial freedom|unlimited (?:income|earning)|quick cash|easy money|weekly pay\s?checks?|paid (?:daily|weekly))\b/gi,
      /\bdata entry\b/gi,
    ],
    unlessAfter: denied,
  },
  {
    id: 'pay-above-market',
    label: 'pay far above market',
    weight: 0.4,
    reason: 'Unskilled work at several times its usual pay is the commonest lure.',
    appliesTo: ['job-post'],
    area: 'misrepresentation',
    find: payFarAboveMarket,
  },
  {
    id: 'urgency',
    label: 'presses for time',
    weight: 0.2,
    reason: 'Pressure keeps people from asking.',
    appliesTo: both,
    area: 'misrepresentation',
    patterns: [
      /\b(?:start (?:today|now|immediately)|urgent(?:ly)?|immediate start|act (?:now|fast)|apply (?:now|today|asap)|last chance|final (?:notice|chance|attempt)|asap|limited (?:spots|places|time)|expires?)\b/gi,
      /\b(?:today|now) only\b|\bvalid (?:for )?\d{1,2}\s?h(?:ou)?rs\b/gi,
    ],
  },
  {
    id: 'prize',
    label: 'prize or award',
    weight: 0.7,
    reason: 'Nobody wins a draw that they did not enter.',
    appliesTo: ['message'],
    area: 'spam',
    patterns: [
      /\b(?:you|u|ur|uve|you've|you have)\s(?:have\s|are\s|r\s|may\s)?(?:been\s)?(?:a\s)?(?:won|win|winner|awarded|specially selected|selected to receive|chosen)\b/gi,
      /\b(?:claim (?:ur|your|code|prize|it|now)|prize|£\d{2,5} (?:cash|award|prize|bonus)|cash (?:award|prize)|guaranteed award|(?:weekly|prize) draw|free entry|lottery|jackpot)\b/gi,
    ],
  },
  {
    id: 'premium-number',
    label: 'premium-rate number',
    weight: 0.75,
    reason: 'The call or the text is the theft: the number bills whoever answers.',
    appliesTo: both,
    area: 'spam',
    patterns: [
      /(?<!\d)(?:0|\+?44\s?)(?:9\d{2}|8[47]\d)[ .]?\d{2,4}[ .]?\d{3,5}(?!\d)/g,
      /\b(?:txt|text|send|sms|reply)\s(?:\S{1,20}\s){1,4}(?:to|2)\s?:?\s?\d{4,6}\b/gi,
      /\b\d{2,3}\s?p(?:pm|\/?\s?(?:msg|min|txt|wk|tone|per|day))/gi,
      /(?:£|gbp)\s?\d{1,2}(?:\.\d{2})?\s?(?:\/|per\s)?(?:msg|min|txt|wk|week|tone)\b/gi,
    ],
  },
  {
    id: 'bulk-advertising',
    label: 'bulk advertising',
    weight: 0.5,
    reason: 'Wording of texts sent to thousands at once, which no client or freelancer writes to one person.',
    appliesTo: ['message'],
    area: 'spam',
    patterns: [
      /\b(?:ringtones?|free\s?msg|t(?:s)?\s?&\s?cs?|txt\s?stop|stop\s?2\s?end|unsubscribe|opt\s?out|po\s?box|18\s?\+|16\s?\+|customer services? (?:announcement|representative)|reply\s(?:stop|yes|end))/gi,
      /\b(?:www\.|https?:\/\/)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,3}/gi,
      /\b(?:free)\s(?:\w{1,12}\s){0,2}(?:mobile|phone|nokia|camera|minutes|mins|texts?|tones?|calls|gift|voucher|ipod)s?\b/gi,
    ],
  },
  {
    id: 'look-alike',
    label: 'look-alike characters',
    weight: 0.6,
    reason: 'Letters of another script inside a word are there to slip past a filter.',
    appliesTo: both,
    area: 'off-platform',
    find: mixedScriptWords,
  },
  {
    id: 'academic-work',
    label: 'work to be handed in as one’s own',
    weight: 0.6,
    reason: 'Coursework and examinations sat for another person are dishonest to whoever marks them.',
    appliesTo: both,
    area: 'academic',
    patterns: [
      /\b(?:write|do|complete|finish|take)\s(?:my|his|her)\s(?:\w{1,14}\s){0,2}(?:essay|thesis|dissertation|homework|coursework|assignment|exam|online class)\b/gi,
    ],
  },
];

/** Signals that no span of text carries: intake knows them and tells. */
export const toldSignals = {
  'duplicate-text': { label: 'nearly the same text as others', weight: 0.35, area: 'spam' },
  'no-company': { label: 'says nothing about the company', weight: 0.3, area: 'misrepresentation' },
  'no-logo': { label: 'no company logo', weight: 0.2, area: 'misrepresentation' },
  'bare-post': { label: 'no requirements and no questions', weight: 0.15, area: 'spam' },
} as const satisfies Record<string, { label: string; weight: number; area: string }>;
export type ToldSignal = keyof typeof toldSignals;
