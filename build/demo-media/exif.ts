/** The few EXIF fields that a story needs, written as a camera writes them (TIFF 6.0, big-endian, in an APP1 segment). */
export type Exif = Readonly<{
  make: string;
  model: string;
  software?: string;
  /** `2026:10:04 18:22:51`, as the camera's own clock said. */
  takenAt: string;
  /** Degrees, WGS 84; north and east are positive. */
  place?: Readonly<{ latitude: number; longitude: number }>;
}>;

type Field = Readonly<{ tag: number; type: 2 | 4 | 5; count: number; value: Buffer }>;

const ENTRY_BYTES = 12;
/** `Exif\0\0` stands before the TIFF header, from whose first byte every offset counts. */
const INTRODUCTION = Buffer.from('Exif\0\0', 'latin1');

/** Puts the fields into a JPEG, right after its start-of-image marker. */
export function withExif(jpeg: Buffer, exif: Exif): Buffer {
  if (jpeg.readUInt16BE(0) !== 0xffd8) throw new Error('EXIF goes into a JPEG');
  const body = Buffer.concat([INTRODUCTION, tiff(exif)]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

function tiff({ make, model, software, takenAt, place }: Exif): Buffer {
  const main = [
    ascii(0x010f, make),
    ascii(0x0110, model),
    ...(software ? [ascii(0x0131, software)] : []),
    ascii(0x0132, takenAt),
  ];
  const pointers = place ? 2 : 1;
  const mainStart = 8;
  const exifStart = mainStart + sizeOf(main) + pointers * ENTRY_BYTES;
  const detail = [ascii(0x9003, takenAt)];
  const placeStart = exifStart + sizeOf(detail);
  const fields = [...main, long(0x8769, exifStart), ...(place ? [long(0x8825, placeStart)] : [])];
  const header = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, mainStart]);
  return Buffer.concat([
    header,
    directory(fields, mainStart),
    directory(detail, exifStart),
    ...(place ? [directory(placeFields(place), placeStart)] : []),
  ]);
}

const placeFields = ({ latitude, longitude }: { latitude: number; longitude: number }): Field[] => [
  ascii(0x0001, latitude < 0 ? 'S' : 'N'),
  degrees(0x0002, latitude),
  ascii(0x0003, longitude < 0 ? 'W' : 'E'),
  degrees(0x0004, longitude),
];

function ascii(tag: number, text: string): Field {
  const value = Buffer.from(`${text}\0`, 'latin1');
  return { tag, type: 2, count: value.length, value };
}

function long(tag: number, number: number): Field {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(number);
  return { tag, type: 4, count: 1, value };
}

/** Degrees, minutes and hundredths of seconds as three fractions. */
function degrees(tag: number, decimal: number): Field {
  const away = Math.abs(decimal);
  const minutes = (away % 1) * 60;
  const parts = [
    [Math.floor(away), 1],
    [Math.floor(minutes), 1],
    [Math.round((minutes % 1) * 6000), 100],
  ];
  const value = Buffer.alloc(24);
  parts.flat().forEach((part, index) => value.writeUInt32BE(part, index * 4));
  return { tag, type: 5, count: 3, value };
}

const isInline = ({ value }: Field): boolean => value.length <= 4;
const padded = (length: number): number => length + (length % 2);

/** Bytes of a directory with what its entries point at. */
const sizeOf = (fields: readonly Field[]): number =>
  2 +
  fields.length * ENTRY_BYTES +
  4 +
  fields.filter((field) => !isInline(field)).reduce((sum, { value }) => sum + padded(value.length), 0);

function directory(fields: readonly Field[], start: number): Buffer {
  const bytes = Buffer.alloc(sizeOf(fields));
  bytes.writeUInt16BE(fields.length, 0);
  let free = 2 + fields.length * ENTRY_BYTES + 4;
  fields.forEach((field, index) => {
    const at = 2 + index * ENTRY_BYTES;
    bytes.writeUInt16BE(field.tag, at);
    bytes.writeUInt16BE(field.type, at + 2);
    bytes.writeUInt32BE(field.count, at + 4);
    if (isInline(field)) {
      field.value.copy(bytes, at + 8);
      return;
    }
    bytes.writeUInt32BE(start + free, at + 8);
    field.value.copy(bytes, free);
    free += padded(field.value.length);
  });
  return bytes;
}
