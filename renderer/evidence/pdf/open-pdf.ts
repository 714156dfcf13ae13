/**
 * Documents by pdf.js, in a worker of our own origin. Nothing of a document acts: no scripts, no forms, no links, no
 * annotations; only its pages are drawn and its words are read.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** Pages beyond this are not shown: nobody reads them, and each costs a place on screen. */
export const MOST_PAGES = 2000;
/** Pixels of a picture inside a document, at most. */
const MOST_IMAGE_PIXELS = 50_000_000;
const PIECE_BYTES = 256 * 1024;

export interface Pdf {
  readonly pages: number;
  /** Of its own, beyond what is shown. */
  readonly allPages: number;
  readonly hasScripts: boolean;
  page(number: number): Promise<PDFPageProxy>;
  /** The words of a page, in the order in which they stand in the file. */
  words(number: number): Promise<string>;
  close(): void;
}

export type OpenedPdf =
  | { readonly is: 'open'; readonly pdf: Pdf }
  /** It asks for a password. */
  | { readonly is: 'locked' }
  | { readonly is: 'broken' };

/** Reads by ranges what is looked at. The library is large, and loaded with the first document. */
export async function openPdf(url: string, signal: AbortSignal): Promise<OpenedPdf> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const loading = pdfjs.getDocument({
    url,
    withCredentials: false,
    rangeChunkSize: PIECE_BYTES,
    disableAutoFetch: true,
    enableXfa: false,
    // Allowing WebAssembly would loosen the page's policy for everything.
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: MOST_IMAGE_PIXELS,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
  signal.addEventListener('abort', () => void loading.destroy(), { once: true });
  try {
    const proxy = await loading.promise;
    const actions = await proxy.getJSActions().catch(() => null);
    return { is: 'open', pdf: pdfOf(proxy, actions !== null, () => void loading.destroy()) };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return { is: name === 'PasswordException' ? 'locked' : 'broken' };
  }
}

function pdfOf(proxy: PDFDocumentProxy, hasScripts: boolean, close: () => void): Pdf {
  return {
    pages: Math.min(proxy.numPages, MOST_PAGES),
    allPages: proxy.numPages,
    hasScripts,
    page: (number) => proxy.getPage(number),
    async words(number) {
      const page = await proxy.getPage(number);
      const { items } = await page.getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    },
    close,
  };
}
