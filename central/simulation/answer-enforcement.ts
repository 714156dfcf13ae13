import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { EnforcementRequest, signatureHeader, type EnforcementAnswer } from '../../contract/enforcement.ts';
import { isSigned } from '../enforcement/signature.ts';

export interface EnforcementEnd {
  readonly url: string;
  /** Requests that were done, each once. */
  done(): number;
  close(): Promise<void>;
}

/** A platform's webhook that does what it is asked, and now and then cannot. */
export async function answerEnforcement(plan: {
  readonly secret: string;
  readonly port: number;
  readonly now: () => number;
  /** In [0, 1): how many of its objects are no longer there. */
  readonly failing: number;
  readonly random: () => number;
}): Promise<EnforcementEnd> {
  const answers = new Map<string, EnforcementAnswer>();
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      if (!isSigned([plan.secret], request.headers[signatureHeader], body, plan.now())) {
        response.writeHead(401).end();
        return;
      }
      const asked = EnforcementRequest.parse(JSON.parse(body.toString()));
      const answer: EnforcementAnswer =
        answers.get(asked.id) ??
        (plan.random() < plan.failing
          ? { status: 'failed', detail: 'there is no such object here any more' }
          : { status: 'confirmed', detail: '' });
      answers.set(asked.id, answer);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  }).listen(plan.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/enforcement`,
    done: () => answers.size,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
