import { useEffect, useState } from 'react';
import { HEAD_BYTES, sizeOfImage, type Size } from '../model/image-size.ts';

/** Undefined while it is looked for; null where the bytes do not say. */
export function useImageSize(url: string | null): Size | null | undefined {
  const [found, setFound] = useState<{ url: string; size: Size | null } | null>(null);
  useEffect(() => {
    if (url === null) return undefined;
    const ending = new AbortController();
    readHead(url, ending.signal).then(
      (head) => setFound({ url, size: sizeOfImage(head) }),
      () => {
        if (!ending.signal.aborted) setFound({ url, size: null });
      },
    );
    return () => ending.abort();
  }, [url]);
  return found !== null && found.url === url ? found.size : undefined;
}

async function readHead(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(url, {
    headers: { range: `bytes=0-${HEAD_BYTES - 1}` },
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal,
  });
  return new Uint8Array(await answer.arrayBuffer());
}
