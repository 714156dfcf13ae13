/**
 * How bytes of evidence are labelled. Only types that a browser shows without running anything of theirs are
 * named; everything else, HTML and scripts above all, is bytes to be downloaded.
 */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'application/pdf',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/flac',
]);
/** A picture that can hold scripts: they stay dead inside an <img>, and only there. */
const ONLY_AS_IMAGE = 'image/svg+xml';

export type Labelled = Readonly<{ type: string; disposition: 'inline' | 'attachment' }>;

/** `destination` is the request's Sec-Fetch-Dest. */
export function labelOf(mediaType: string, destination: string | undefined): Labelled {
  const type = mediaType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (SHOWN.has(type)) return { type, disposition: 'inline' };
  if (type === ONLY_AS_IMAGE && destination === 'image') return { type, disposition: 'inline' };
  return { type: 'application/octet-stream', disposition: 'attachment' };
}
