import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export type RawAnswer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>;

type RawRequest = Readonly<{
  port: number;
  path: string;
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array;
}>;

/** A request exactly as told, forbidden headers and unnormalised paths included, which fetch would not send. */
export async function sendRaw(plan: RawRequest): Promise<RawAnswer> {
  const outgoing = request({
    host: '127.0.0.1',
    port: plan.port,
    path: plan.path,
    method: plan.method ?? 'GET',
    headers: plan.headers ?? {},
    agent: false,
  });
  // A server that refuses early closes while the rest is still being written.
  outgoing.on('error', () => undefined);
  outgoing.end(plan.body);
  const [response] = await once(outgoing, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

/** Writes bytes to a port and gives back whatever came until the other side closed. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  socket.end(bytes, 'latin1');
  await once(socket, 'close');
  return answer;
}
