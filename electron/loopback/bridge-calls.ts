import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Workstation } from '../core/workstation.ts';

/** More than any call of the bridge needs: a reassignment of 1,000 cases is under 100 KB. */
export const MAX_BODY_BYTES = 1024 * 1024;

const Call = z.object({ method: z.string().max(60), params: z.unknown() });

/**
 * `POST /bridge/invoke {method, params}` → the workstation's answer. Every answer that the workstation gave is a
 * 200, failures included: a status of another kind means that the call did not reach it.
 */
export async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  workstation: Pick<Workstation, 'invoke'>,
): Promise<void> {
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) {
    return refuse(response, 415, 'the body must be application/json');
  }
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === 'too-large') return refuse(response, 413, `the body is over ${MAX_BODY_BYTES} bytes`);
  const call = Call.safeParse(parseJson(body));
  if (!call.success) return refuse(response, 400, 'the body must be {"method": …, "params": …}');
  const answer = await workstation.invoke(call.data.method, call.data.params ?? {});
  send(response, 200, answer);
}

/** Refusals have the form of the bridge's own failures, so that a client reads one kind of answer. */
export function refuse(response: ServerResponse, status: number, detail: string): void {
  // What is left of a refused body is not read.
  response.setHeader('connection', 'close');
  send(response, status, { ok: false, code: 'invalid', detail, errors: [] });
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.byteLength,
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too-large';
  const chunks: Buffer[] = [];
  let size = 0;
  // Returning early must leave the socket open for the answer.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Undefined for what is not JSON in well-formed UTF-8. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
