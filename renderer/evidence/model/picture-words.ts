/** What a picture says of itself: camera, time, place, comments. Its sender can write anything there. */

export type PictureWord = Readonly<{ label: string; value: string }>;

const MOST_WORDS = 60;
const MOST_LETTERS = 300;
/** Sizes, offsets and tables: facts of the file that tell a reviewer nothing. */
const dull =
  /^(?:Bits|Bytes?|FileType|Image (?:Height|Width)|Color (?:Components|Type)|Compression|Exif IFD|GPS Info|Interoperability|JFIF|MakerNote|Offset|Resolution|Strip|Subsampling|Thumbnail|X(?:Density| ?Resolution)|Y(?:Cb|Density| ?Resolution)|_raw)/i;

/** Empty where nothing is said, or what is said cannot be read. The library is loaded with the first picture. */
export async function readPictureWords(head: Uint8Array): Promise<readonly PictureWord[]> {
  try {
    const { load } = await import('exifreader');
    const { exif, iptc, xmp, gps, pngText, gif, file } = load(new Uint8Array(head).buffer, {
      expanded: true,
    });
    const words = new Map<string, string>();
    if (gps?.Latitude !== undefined && gps.Longitude !== undefined)
      words.set('GPS', `${gps.Latitude.toFixed(5)}, ${gps.Longitude.toFixed(5)}`);
    for (const group of [exif, iptc, xmp, pngText, gif, file]) {
      for (const [label, tag] of Object.entries(group ?? {})) {
        const value = wordsOf(tag);
        if (value !== '' && !dull.test(label) && !words.has(label)) words.set(label, value);
      }
    }
    return [...words].slice(0, MOST_WORDS).map(([label, value]) => ({ label: label.slice(0, 80), value }));
  } catch {
    return [];
  }
}

function wordsOf(tag: unknown): string {
  if (typeof tag !== 'object' || tag === null || !('description' in tag)) return '';
  const { description } = tag;
  return typeof description === 'string' || typeof description === 'number'
    ? String(description).trim().slice(0, MOST_LETTERS)
    : '';
}
