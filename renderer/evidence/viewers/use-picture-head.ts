import { useEffect, useState } from 'react';
import { HEAD_BYTES, sizeOfImage, type Size } from '../model/image-size.ts';
import { readPictureWords, type PictureWord } from '../model/picture-words.ts';

export type PictureHead = Readonly<{
  /** Null where the bytes do not say. */
  size: Size | null;
  words: readonly PictureWord[];
}>;

/** What the first bytes of a picture say of it; undefined while they are looked for. */
export function usePictureHead(url: string | null): PictureHead | undefined {
  const [found, setFound] = useState<({ url: string } & PictureHead) | null>(null);
  useEffect(() => {
    if (url === null) return undefined;
    const ending = new AbortController();
    void readHead(url, ending.signal).then(
      async (head) => {
        const size = sizeOfImage(head);
        setFound({ url, size, words: [] });
        const words = await readPictureWords(head);
        if (!ending.signal.aborted && words.length > 0) setFound({ url, size, words });
      },
      () => {
        if (!ending.signal.aborted) setFound({ url, size: null, words: [] });
      },
    );
    return () => ending.abort();
  }, [url]);
  return found !== null && found.url === url ? found : undefined;
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
