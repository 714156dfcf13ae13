import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What the renderer's build makes. Anything else is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
/** Vite puts the digest of its content into the name of everything under `assets/`. */
const HASHED = /^\/assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

export type StaticFiles = (
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
) => Promise<void>;

/** Serves the files below `root` and nothing outside of it. Throws when `root` has no index.html. */
export async function createStaticFiles(root: string): Promise<StaticFiles> {
  const realRoot = await realpath(root).catch(() => {
    throw new Error(`--renderer ${root}: there is no such folder`);
  });
  await stat(join(realRoot, 'index.html')).catch(() => {
    throw new Error(`--renderer ${root} has no index.html: build the renderer first`);
  });

  return async (request, response, pathname) => {
    const found = await findFile(realRoot, pathname);
    if (!found) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      response.end('There is nothing here.');
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.size,
      'cache-control': HASHED.test(pathname) ? 'private, max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(found.path), response);
  };
}

async function findFile(root: string, pathname: string) {
  const decoded = decodePath(pathname === '/' ? '/index.html' : pathname);
  if (decoded === null) return null;
  const type = TYPES[extname(decoded)];
  if (type === undefined) return null;
  try {
    // Links are followed before the comparison, so that one cannot lead out.
    const path = await realpath(join(root, decoded));
    if (!path.startsWith(root + sep)) return null;
    const info = await stat(path);
    return info.isFile() ? { path, type, size: info.size } : null;
  } catch {
    return null;
  }
}

/** Null for what no file of ours is called: hidden names, climbing, NUL, backslashes, a second encoding. */
function decodePath(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  return /^(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/.test(decoded) ? decoded : null;
}
