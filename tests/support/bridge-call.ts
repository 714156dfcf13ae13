import { bridge, type BridgeInput, type BridgeMethod, type BridgeResult } from '../../contract/bridge.ts';

/** A call over the loopback shell's bridge as the page makes it, parsed by the table; a failure throws. */
export async function callBridge<M extends BridgeMethod>(
  shellUrl: string,
  method: M,
  params: BridgeInput<M>,
): Promise<BridgeResult<M>> {
  const url = new URL(shellUrl);
  const response = await fetch(`${url.origin}/bridge/invoke`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${new URLSearchParams(url.hash.slice(1)).get('token')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ method, params }),
  });
  const answer: unknown = await response.json();
  if (!isSuccess(answer)) throw new Error(`${method} answered ${response.status} ${JSON.stringify(answer)}`);
  return bridge[method].result.parse(answer.value) as BridgeResult<M>;
}

function isSuccess(answer: unknown): answer is { ok: true; value: unknown } {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
}
