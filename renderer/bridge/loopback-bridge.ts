import { BridgeEvent, type Answer, type Bridge, type BridgeMethod } from '../../contract/bridge.ts';

const TOKEN_KEY = 'docket.token';
const RETRY_MS = 1000;

/**
 * The bridge over 127.0.0.1. The token comes in the address once, is kept for this tab alone, and leaves the
 * address at once. Events come by a stream that is read with fetch, so that the token is a header there too.
 */
export function createLoopbackBridge(onGone: (gone: boolean) => void): Bridge {
  const token = takeToken();
  const headers = { authorization: `Bearer ${token}` };
  const listeners = new Set<(event: BridgeEvent) => void>();
  let following = false;

  async function follow(): Promise<void> {
    for (;;) {
      try {
        const response = await fetch('/bridge/events', { headers, cache: 'no-store' });
        if (!response.ok || response.body === null) throw new Error(`events answered ${response.status}`);
        onGone(false);
        await readEvents(response.body);
      } catch {
        onGone(true);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async function readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) announce(block);
    }
  }

  function announce(block: string): void {
    const data = block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n');
    if (data === '') return;
    const event = BridgeEvent.safeParse(JSON.parse(data));
    if (event.success) for (const listener of listeners) listener(event.data);
  }

  return {
    async invoke<M extends BridgeMethod>(method: M, params: unknown): Promise<Answer<M>> {
      try {
        const response = await fetch('/bridge/invoke', {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ method, params }),
        });
        if (!response.ok) throw new Error(`the workstation answered ${response.status}`);
        onGone(false);
        return (await response.json()) as Answer<M>;
      } catch (error) {
        onGone(true);
        return {
          ok: false,
          code: 'internal',
          detail: error instanceof Error ? error.message : '',
          errors: [],
        };
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!following) {
        following = true;
        void follow();
      }
      return () => listeners.delete(listener);
    },
  };
}

function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}
