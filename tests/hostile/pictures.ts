import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { fromRoot } from '../../build/support/root.ts';
import { inBytes, type Bait, type HostileFile } from './hostile-file.ts';

const text = (value: string): Uint8Array => Buffer.from(value);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(8 + body.length);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}

/** A white picture of one bit for each pixel; `said` is what its header says, where that is not the truth. */
function png(width: number, height: number, said = { width, height }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(said.width, 0);
  header.writeUInt32BE(said.height, 4);
  header[8] = 1;
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height, 0);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The comment and the maker of a photograph are its sender's words. */
function jpegWithWords(words: string): Buffer {
  const photograph = readFileSync(fromRoot('central/demo/media/vase.jpg'));
  const comment = Buffer.from(words);
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([photograph.subarray(0, 2), head, comment, photograph.subarray(2)]);
}

/** Pictures that are more than pictures, and pictures that are too much. */
export function hostilePictures({ url, script }: Bait): HostileFile[] {
  const svg = (name: string, tries: string, inside: string, outside = ''): HostileFile =>
    inBytes(
      name,
      tries,
      'image',
      'image/svg+xml',
      text(
        `${outside}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100"><rect width="200" height="100" fill="#eee"/>${inside}</svg>`,
      ),
    );
  return [
    svg('svg-script', 'runs a script', `<script>${script('svg-script')}</script>`),
    svg(
      'svg-onload',
      'runs when it is shown',
      `<g onload="${script('svg-onload')}"><animate onbegin="${script('svg-onload')}" attributeName="x" dur="1s"/></g>`,
    ),
    svg(
      'svg-foreign',
      'brings HTML',
      `<foreignObject width="200" height="100"><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="${url('svg-foreign')}"/><img src="x" onerror="${script('svg-foreign')}"/></body></foreignObject>`,
    ),
    svg(
      'svg-use',
      'brings a part of another file',
      `<use href="${url('svg-use')}#a"/><image href="${url('svg-use')}" width="9" height="9"/><feImage xlink:href="${url('svg-use')}"/>`,
    ),
    svg(
      'svg-style',
      'loads a style sheet and a font',
      `<style>@import "${url('svg-style')}";@font-face{font-family:x;src:url("${url('svg-style')}")}text{font-family:x;fill:url("${url('svg-style')}#a")}</style><text y="50">x</text>`,
    ),
    svg(
      'svg-animate',
      'changes where a link leads',
      `<a href="x"><animate attributeName="href" to="javascript:${script('svg-animate')}" begin="0s" fill="freeze"/><text y="50">x</text></a>`,
    ),
    svg(
      'svg-entities',
      'grows a thousandfold when it is read',
      '<text>&d;</text>',
      `<!DOCTYPE svg [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}"><!ENTITY d "${'&c;'.repeat(100)}">]>`,
    ),
    svg(
      'svg-external-entity',
      'reads a file of this computer',
      '<text>&x;</text>',
      `<?xml-stylesheet href="${url('svg-external-entity')}"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "${url('svg-external-entity')}"> %y;]>`,
    ),
    inBytes(
      'html-as-png',
      'is a page in the place of a picture',
      'image',
      'image/png',
      text(`<html><script>${script('html-as-png')}</script>`),
      /cannot be shown/,
    ),
    inBytes(
      'script-as-gif',
      'is a picture and a script at once',
      'image',
      'image/gif',
      Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(24), text(`*/=1;${script('script-as-gif')}`)]),
      /cannot be shown/,
    ),
    inBytes(
      'png-with-page',
      'is a picture with a page behind it',
      'image',
      'image/png',
      Buffer.concat([png(64, 64), text(`<html><body onload="${script('png-with-page')}">`)]),
    ),
    inBytes(
      'page-as-html',
      'calls itself a page',
      'image',
      'text/html',
      text(`<script>${script('page-as-html')}</script>`),
      /cannot be shown/,
    ),
    inBytes(
      'words-in-photograph',
      'speaks through what the camera wrote',
      'image',
      'image/jpeg',
      jpegWithWords(
        `"><script>${script('words-in-photograph')}</script><img src=x onerror="${script('words-in-photograph')}">`,
      ),
    ),
    inBytes(
      'large-picture',
      'is 30,000 by 30,000 pixels',
      'image',
      'image/png',
      png(30_000, 30_000),
      /more than 100 million pixels/,
    ),
    inBytes(
      'lying-picture',
      'says that it is small',
      'image',
      'image/png',
      png(20_000, 20_000, { width: 20_000, height: 20_000 }),
      /more than 100 million pixels/,
    ),
    inBytes(
      'endless-picture',
      'says that it is larger than any picture',
      'image',
      'image/png',
      png(8, 8, { width: 2 ** 31 - 1, height: 2 ** 31 - 1 }),
      /more than 100 million pixels/,
    ),
    inBytes(
      'cut-picture',
      'ends in the middle',
      'image',
      'image/png',
      png(64, 64).subarray(0, 40),
      /cannot be shown/,
    ),
    inBytes('empty-picture', 'is nothing at all', 'image', 'image/png', text(' '), /cannot be shown/),
  ];
}
