import type { Answer, Bridge, BridgeEvent, BridgeInput, BridgeMethod } from '../../contract/bridge.ts';

type Script = { [M in BridgeMethod]?: (params: BridgeInput<M>) => Answer<M> | Promise<Answer<M>> };

/** A bridge that answers by a script, and keeps what it was asked. A question without an answer is an error. */
export function createScriptedBridge(script: Script) {
  const listeners = new Set<(event: BridgeEvent) => void>();
  const calls: { method: BridgeMethod; params: unknown }[] = [];
  const bridge: Bridge = {
    async invoke(method, params) {
      calls.push({ method, params });
      const answer = script[method] as ((params: unknown) => unknown) | undefined;
      if (answer === undefined) throw new Error(`nobody answers ${method}`);
      return (await answer(params)) as never;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    bridge,
    calls,
    script,
    asked: (method: BridgeMethod) => calls.filter((call) => call.method === method),
    announce: (event: BridgeEvent) => listeners.forEach((listener) => listener(event)),
  };
}

export const ok = <T>(value: T): Readonly<{ ok: true; value: T }> => ({ ok: true, value });
export const failed = (code: 'draft-conflict' | 'disk-full' | 'no-contact' | 'incomplete') => ({
  ok: false as const,
  code,
  detail: '',
  errors: [],
});
