/**
 * A platform in one file, with nothing but Node's own library: it takes Docket's webhooks, checks the signature, does
 * each thing once and in order, and answers. `node docs/sample-platform/platform.ts --help`
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const HELP = `A sample platform that answers Docket's enforcement webhooks.

  --secret TEXT     what webhooks are signed with (the central API's PLATFORM_SECRET)
  --port N          0 for any (default: 9797)
  --log FILE        one JSON line for each webhook that was verified
  --fail-every N    every Nth new request fails for good
  --later URL       accept first, and answer through this central API after --after milliseconds
  --after N         (default: 500)
  --silent-every N  every Nth request is done, and its answer lost`;

const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    secret: { type: 'string' },
    port: { type: 'string', default: '9797' },
    log: { type: 'string' },
    'fail-every': { type: 'string', default: '0' },
    'silent-every': { type: 'string', default: '0' },
    later: { type: 'string' },
    after: { type: 'string', default: '500' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.secret === undefined) {
  complain(HELP);
  process.exit(values.help ? 0 : 2);
}
const secret = values.secret;
const failEvery = Number(values['fail-every']);
const silentEvery = Number(values['silent-every']);

interface Enforcement {
  id: string;
  sequence: number;
  reverses: string | null;
  reference: string;
  decisionId: string;
  action: { action: string; target: { type: string; id: string }; durationDays?: number };
}
type Answer = { status: 'accepted' | 'confirmed' | 'failed'; detail: string };

/** What was done, by the id of the request: the same one again gets the same answer and does nothing. */
const answers = new Map<string, Answer>();
/** By subject: the last number that was done, so that nothing is done after something newer. */
const lastDone = new Map<string, number>();
let received = 0;

function sign(body: string): string {
  const seconds = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/** At least one of the signatures is right, and it was made within five minutes of now. */
function isGenuine(header: string, body: Buffer): boolean {
  const parts = header.split(',').map((part) => part.split('='));
  const seconds = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > 300) return false;
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
  return parts
    .filter(([name]) => name === 'v1')
    .map(([, hex]) => Buffer.from(hex ?? '', 'hex'))
    .some((mac) => mac.length === expected.length && timingSafeEqual(mac, expected));
}

function carryOut(request: Enforcement): Answer {
  const before = answers.get(request.id);
  if (before) return before;
  const { type, id } = request.action.target;
  const subject = `${type} ${id}`;
  if ((lastDone.get(subject) ?? 0) > request.sequence) {
    return remember(request, { status: 'failed', detail: 'something newer was done to this already' });
  }
  lastDone.set(subject, request.sequence);
  if (failEvery > 0 && (answers.size + 1) % failEvery === 0) {
    return remember(request, { status: 'failed', detail: 'there is no such object here any more' });
  }
  // Here a real platform removes the post, suspends the account, or undoes what `reverses` names.
  return remember(request, { status: 'confirmed', detail: '' });
}

function remember(request: Enforcement, answer: Answer): Answer {
  answers.set(request.id, answer);
  return answer;
}

async function answerLater(central: string, id: string, answer: Answer): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Number(values.after)));
  const body = JSON.stringify(answer);
  const response = await fetch(`${central}/v1/enforcement/${id}/answer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'docket-signature': sign(body) },
    body,
  });
  if (!response.ok) complain(`the central API did not take an answer: ${response.status}`);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  void (async () => {
    const body = await readBody(request);
    if (!isGenuine(String(request.headers['docket-signature'] ?? ''), body)) {
      reply(response, 401, { status: 'failed', detail: 'the signature is wrong or too old' });
      return;
    }
    received += 1;
    const enforcement = JSON.parse(body.toString()) as Enforcement;
    const isNew = !answers.has(enforcement.id);
    const answer = carryOut(enforcement);
    if (values.log !== undefined) {
      const at = new Date().toISOString();
      appendFileSync(values.log, `${JSON.stringify({ at, isNew, answer, ...enforcement })}\n`);
    }
    if (silentEvery > 0 && received % silentEvery === 0) {
      response.destroy();
    } else if (values.later === undefined) {
      reply(response, 200, answer);
    } else {
      reply(response, 202, { status: 'accepted', detail: '' });
      answerLater(values.later, enforcement.id, answer).catch((error: unknown) => complain(String(error)));
    }
  })().catch(() => reply(response, 500, {}));
});

server.listen(Number(values.port), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/enforcement`;
  process.stdout.write(`platform ready ${JSON.stringify({ url })}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
