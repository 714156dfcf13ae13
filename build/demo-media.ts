import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { printContract } from './demo-media/contract-pdf.ts';
import { develop, type Drawing, type Treatment } from './demo-media/darkroom.ts';
import { withExif, type Exif } from './demo-media/exif.ts';
import { marked, portrait, street, vase, workspace } from './demo-media/photographs.ts';
import { recordVoice, recordWallet, voice, walletVideo } from './demo-media/recordings.ts';
import {
  companyRegistration,
  identityCard,
  marriageCertificate,
  messengerScreen,
  paymentScreen,
  utilityBill,
} from './demo-media/scans.ts';
import { chromiumArguments, provideChromium } from './support/chromium.ts';
import { fromRoot } from './support/root.ts';

/**
 * Draws the pictures, papers and recordings of the demo and writes them with a manifest that the demo reads:
 * `npm run demo-media`. The results are committed; run it again after changing a drawing. Nothing in them is real.
 */

type Entry = Readonly<{
  file: string;
  kind: 'image' | 'document' | 'media';
  mediaType: string;
  width?: number;
  height?: number;
  durationMs?: number;
  pages?: number;
}>;
type Picture = Readonly<{
  file: string;
  html: string;
  width: number;
  height: number;
  treatment: Treatment | null;
  quality?: number;
  exif?: Exif;
}>;

const folder = fromRoot('central/demo/media');
const camera: Treatment = { noise: 0.28, vignette: 0.5 };
const scanner: Treatment = { noise: 0.34, vignette: 0.3, warmth: 0.25 };

const pictures: readonly Picture[] = [
  {
    file: 'workspace.jpg',
    html: workspace,
    width: 1080,
    height: 720,
    treatment: { ...camera, warmth: 0.3 },
    // The profile says Toronto.
    exif: {
      make: 'Halden',
      model: 'P5 Pro',
      takenAt: '2026:10:04 18:22:51',
      place: { latitude: 6.5244, longitude: 3.3792 },
    },
  },
  {
    file: 'vase.jpg',
    html: vase,
    width: 960,
    height: 720,
    treatment: camera,
    exif: { make: 'Halden', model: 'S2', software: 'PictureDesk 4.1', takenAt: '2023:02:11 10:05:00' },
  },
  {
    file: 'street.jpg',
    html: street,
    width: 1080,
    height: 720,
    treatment: { ...camera, noise: 0.36 },
    exif: {
      make: 'Orbit',
      model: 'One 3',
      takenAt: '2026:11:19 17:48:10',
      place: { latitude: 38.7223, longitude: -9.1393 },
    },
  },
  { file: 'portrait.webp', html: portrait, width: 640, height: 640, treatment: { noise: 0.12 } },
  { file: 'marked.jpg', html: marked, width: 900, height: 600, treatment: { ...camera, vignette: 0.8 } },
  {
    file: 'identity-card-vesmara.jpg',
    html: identityCard({
      surname: 'VALENTIN',
      given: 'DARIA IONA',
      born: '02.11.1989',
      number: 'VM 4471 902',
      expires: '30.06.2031',
      machine: ['IDVSMVM4471902<4<<<<<<<<<<<<<<', '9911024F3106308VSM<<VALENTIN<D'],
      pasted: true,
    }),
    width: 1100,
    height: 740,
    treatment: scanner,
    exif: { make: 'Halden', model: 'P5 Pro', software: 'PictureDesk 4.1', takenAt: '2026:11:02 02:14:37' },
  },
  {
    file: 'identity-card-genuine.jpg',
    html: identityCard({
      surname: 'KOVARIC',
      given: 'TEODOR',
      born: '17.08.1992',
      number: 'VM 2208 417',
      expires: '12.02.2030',
      machine: ['IDVSMVM2208417<1<<<<<<<<<<<<<<', '9208175M3002124VSM<<KOVARIC<TE'],
      pasted: false,
    }),
    width: 1100,
    height: 740,
    treatment: scanner,
    exif: { make: 'Orbit', model: 'One 3', takenAt: '2026:11:20 09:31:02' },
  },
  { file: 'utility-bill.jpg', html: utilityBill, width: 850, height: 1160, treatment: scanner },
  {
    file: 'company-registration.webp',
    html: companyRegistration,
    width: 850,
    height: 1160,
    treatment: scanner,
  },
  {
    file: 'marriage-certificate.jpg',
    html: marriageCertificate,
    width: 850,
    height: 1160,
    treatment: scanner,
  },
  { file: 'payment-screen.png', html: paymentScreen, width: 640, height: 1280, treatment: null },
  { file: 'messenger-screen.png', html: messengerScreen, width: 640, height: 1280, treatment: null },
];

const mediaTypes: Readonly<Record<string, Drawing['mediaType']>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

async function take(
  page: Page,
  { file, html, width, height, treatment, quality = 0.72, exif }: Picture,
): Promise<Entry> {
  const mediaType = mediaTypes[file.split('.').at(-1) ?? ''];
  if (!mediaType) throw new Error(`${file}: no picture format that the demo has`);
  const developed = await develop(page, { html, width, height, mediaType, quality, treatment });
  keep(file, exif ? withExif(developed, exif) : developed);
  return { file, kind: 'image', mediaType, width, height };
}

function keep(file: string, bytes: Buffer): void {
  writeFileSync(join(folder, file), bytes);
  console.log(`${String(Math.round(bytes.length / 1024)).padStart(5)} kB  ${file}`);
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: await provideChromium(),
  args: [...chromiumArguments()],
});
try {
  const page = await browser.newPage();
  const entries: Entry[] = [];
  for (const picture of pictures) entries.push(await take(page, picture));
  keep('contract.pdf', await printContract(page));
  entries.push({ file: 'contract.pdf', kind: 'document', mediaType: 'application/pdf', pages: 12 });
  keep('wallet.webm', await recordWallet(page));
  entries.push({ file: 'wallet.webm', kind: 'media', mediaType: 'video/webm', ...walletVideo });
  keep('voice-message.wav', await recordVoice(page));
  entries.push({
    file: 'voice-message.wav',
    kind: 'media',
    mediaType: 'audio/wav',
    durationMs: voice.durationMs,
  });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(entries, null, 2)}\n`);
} finally {
  await browser.close();
}
