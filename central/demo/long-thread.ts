/** Thirty days of an ordinary project in small talks of three to six messages, and near the end one that is not. */
import type { Messages } from '../../contract/evidence.ts';

interface Plan {
  readonly client: { readonly id: string; readonly label: string };
  readonly freelancer: { readonly id: string; readonly label: string };
  readonly count: number;
  readonly from: string;
}

/** `c` is the client, `f` the freelancer; words in braces are drawn from the lists below. */
const talks: readonly (readonly string[])[] = [
  [
    'c Good morning! How far is the {page}?',
    'f Layout is done, the texts are missing.',
    'c I send them by {time}.',
    'f Perfect.',
  ],
  [
    'f The {page} is on the test server.',
    'c Looking at it now.',
    'c The {part} is too {much} on my telephone.',
    'f Which one do you have?',
    'c A small one, {size} wide.',
    'f Fixed, please load it again.',
    'c Much better, thank you.',
  ],
  [
    'c Can the {part} be {colour}?',
    'f Yes. On white it will be hard to read, though.',
    'c Then a bit darker.',
    'f Done.',
  ],
  [
    'f Question: do prices on the {page} include tax?',
    'c Yes, always.',
    'f And delivery?',
    'c Only above {sum}.',
    'f Then I write “free delivery from {sum}”.',
  ],
  [
    'c My colleague cannot sign in on the test server.',
    'f The password has changed, it is in the project notes here.',
    'c Found it.',
  ],
  ['f I will be away on {day} afternoon.', 'c No problem, have a good time.'],
  [
    'c Photographs for the {page} are attached to the milestone.',
    'f Thank you. Number {number} is blurred.',
    'c I ask the photographer for another one.',
    'f I use a placeholder until then.',
  ],
  [
    'f This week’s work is delivered: {page}, {part}, and the corrections of {day}.',
    'c Accepted. The payment is released.',
    'f Received, thank you.',
    'c The next milestone is funded.',
  ],
  [
    'c The search does not find “{thing}”.',
    'f It is called “{thing} set” in your list.',
    'c Then please find both.',
    'f It does now.',
  ],
  ['f Do you want the {part} above or below the pictures?', 'c Above. No, wait. Below.', 'f Below it is.'],
  [
    'c Our accountant asks for the invoice of last week.',
    'f The platform makes it: Payments, then Invoices.',
    'c Ah, there. Thanks.',
  ],
  [
    'f How many pieces of the {thing} do you have?',
    'c About {number}.',
    'f Then a warning under ten makes sense.',
    'c Good idea.',
  ],
  [
    'c It rained through the roof of our store, I answer late today.',
    'f Oh no. I hope that nothing is broken.',
    'c Only {number} boxes got wet.',
    'f Good luck! I go on with the {page}.',
  ],
  [
    'f The loading time of the {page} went from four seconds to one.',
    'c I noticed! My wife asked whether it is a new computer.',
  ],
];
const words: Readonly<Record<string, readonly string[]>> = {
  page: [
    'front page',
    'shop page',
    'check-out',
    'page about us',
    'page for returns',
    'newsletter page',
    'page for gifts',
  ],
  part: ['header', 'menu', 'footer', 'price table', 'search box', 'picture strip', 'size chart'],
  much: ['large', 'narrow', 'dark', 'close to the edge'],
  colour: ['green', 'the blue of our logo', 'warmer', 'a little lighter'],
  size: ['360', '375', '390'],
  time: ['noon', 'four o’clock', 'this evening', 'tomorrow morning'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  sum: ['40 euro', '50 euro', '60 euro'],
  number: ['4', '7', '12', '18', '23'],
  thing: ['teapot', 'breakfast bowl', 'egg cup', 'butter dish', 'milk jug'],
};
const request: readonly string[] = [
  'c By the way: the fees here are high. For the rest of the project, shall we not do it outside of the platform?',
  'f What do you mean?',
  'c I end the contract tomorrow as “finished”. Then message me on Telegram, @keramik-direkt, and I pay you by wire transfer, ten percent more.',
  'f I would have to think about that. The protection here has helped me before.',
  'c Think until Friday. It is how I do it with everyone.',
];
/** How many messages follow the request. */
const afterwards = 8;

export function longThread({ client, freelancer, count, from }: Plan, random: () => number): Messages {
  const lines: string[] = [];
  const quiet = count - request.length - afterwards;
  let last = -1;
  const talk = (until: number) => {
    while (lines.length < until) {
      let next = Math.floor(random() * talks.length);
      if (next === last) next = (next + 1) % talks.length;
      last = next;
      const drawn = new Map<string, string>();
      const draw = (name: string): string => {
        const list = words[name] ?? [name];
        // One talk is about one page and one thing.
        const word = drawn.get(name) ?? list[Math.floor(random() * list.length)] ?? name;
        drawn.set(name, word);
        return word;
      };
      const lot = (talks[next] ?? []).map((line) =>
        line.replace(/\{(\w+)\}/g, (_, name: string) => draw(name)),
      );
      lines.push(...lot.slice(0, until - lines.length));
    }
  };
  talk(quiet);
  lines.push(...request);
  talk(count);

  const asked = new Set(request.filter((line) => line.startsWith('c')).slice(0, 2));
  const days = 29.6;
  const start = Date.parse(from);
  const moments = Array.from({ length: count }, (_, index) => index / count + (random() * 0.6) / count);
  return {
    kind: 'messages',
    participants: [
      { ...client, role: 'client', timeZone: 'Europe/Berlin' },
      { ...freelancer, role: 'freelancer', timeZone: 'Europe/Athens' },
    ],
    messages: lines.map((line, index) => ({
      id: `m-${index + 1}`,
      from: line.startsWith('c') ? client.id : freelancer.id,
      at: new Date(start + (moments[index] ?? 0) * days * 86_400_000).toISOString(),
      text: line.slice(2),
      flagged: asked.has(line),
      attachments: [],
    })),
  };
}
