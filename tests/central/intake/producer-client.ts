/** What a producer's program does: sends, and reads answers. */
import { expectOk } from '../../support/central.ts';
import type { IntakeAnswer } from '../../../contract/intake.ts';

export interface ProducerClient {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The results of a request that was taken. */
  send(path: string, body: unknown, headers?: Record<string, string>): Promise<IntakeAnswer[]>;
}

export function producerClient(url: string, key: string): ProducerClient {
  const post: ProducerClient['post'] = (path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    post,
    send: async (path, body, headers) =>
      ((await expectOk(await post(path, body, headers))) as { results: IntakeAnswer[] }).results,
  };
}
