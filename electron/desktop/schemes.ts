import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme, Session } from 'electron';
import type { Workstation } from '../core/workstation.ts';

export const PAGE_ORIGIN = 'app://docket';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;
const EVIDENCE_ORIGIN = 'evidence://content';

export const schemes: CustomScheme[] = [
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  {
    scheme: 'evidence',
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
  },
];

const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data: evidence:`,
  `media-src evidence:`,
  `connect-src 'self' evidence:`,
  `font-src 'self'`,
  `frame-src evidence:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const FILE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const SHOWN =
  /^(image\/(png|jpeg|gif|webp|avif|bmp)|application\/pdf|(video|audio)\/(mp4|webm|ogg|mpeg|wav|flac))$/;

export function evidenceUrl(digest: string): string {
  return `${EVIDENCE_ORIGIN}/${digest}`;
}

/** The window's own files: what is below `root`, and nothing else. */
export function servePage(ses: Session, root: string): void {
  ses.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const path = join(root, decode(url.pathname) ?? '\0');
    const type = FILE_TYPES[extname(path)];
    // `%2e%2e%2f` survives the parsing of a URL: containment is judged on the decoded path.
    if (url.host !== 'docket' || request.method !== 'GET' || !type || !path.startsWith(root + sep))
      return status(404);
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'content-type': type,
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
        },
      });
    } catch {
      return status(404);
    }
  });
}

/** Evidence, of another origin than the page: nothing in it can reach the bridge. */
export function serveEvidence(ses: Session, read: Workstation['evidence']): void {
  ses.protocol.handle('evidence', async (request) => {
    // Electron names who asked; unlike the referrer, a page cannot choose it. Absent: the browser itself.
    const from = (request as { initiatorOrigin?: string }).initiatorOrigin;
    if (from !== undefined && from !== PAGE_ORIGIN) return status(403);
    const digest = /^evidence:\/\/content\/([0-9a-f]{64})$/.exec(request.url)?.[1];
    if (request.method !== 'GET' || digest === undefined) return status(404);

    const whole = await read(digest);
    if (!whole) return status(404);
    const { size } = whole;
    const mediaType = SHOWN.test(whole.mediaType) ? whole.mediaType : 'application/octet-stream';
    const headers = {
      'content-type': mediaType,
      'content-security-policy': `sandbox; default-src 'none'`,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': PAGE_ORIGIN,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
    };
    const asked = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.get('range') ?? '');
    if (!asked)
      return new Response(body(whole.bytes), { headers: { ...headers, 'content-length': `${size}` } });

    const start = Number(asked[1]);
    // At most 8 MiB at once: a player that wants the rest of a film asks again from there.
    const end = Math.min(asked[2] ? Number(asked[2]) : size - 1, size - 1, start + 8 * 1024 * 1024 - 1);
    if (start > end)
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } });
    // What may be looked at only once has been handed out by the first read already.
    const part = (await read(digest, { start, end }))?.bytes ?? whole.bytes.subarray(start, end + 1);
    if (part.byteLength !== end - start + 1) return status(404);
    return new Response(body(part), {
      status: 206,
      headers: {
        ...headers,
        'content-length': `${end - start + 1}`,
        'content-range': `bytes ${start}-${end}/${size}`,
      },
    });
  });
}

function body(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function status(code: number): Response {
  return new Response(null, { status: code });
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
