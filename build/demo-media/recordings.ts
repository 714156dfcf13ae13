import type { Page } from '@playwright/test';
import { withDuration } from './webm-duration.ts';

export const walletVideo = { width: 480, height: 854, durationMs: 8000 } as const;
export const voice = { durationMs: 5200, sampleRate: 11_025 } as const;

/** A recording of a telephone's screen: a wallet, a transfer typed in, a confirmation that shows another sum. */
export async function recordWallet(page: Page): Promise<Buffer> {
  await page.setContent('<!doctype html><canvas></canvas>');
  const recorded = await page.evaluate(`(${recordInPage})(${JSON.stringify(walletVideo)})`);
  return withDuration(Buffer.from(String(recorded), 'base64'), walletVideo.durationMs);
}

const recordInPage = `async ({ width, height, durationMs }) => {
  const canvas = document.querySelector('canvas');
  canvas.width = width;
  canvas.height = height;
  const c = canvas.getContext('2d');
  const text = (words, x, y, size, colour, weight = 400, align = 'left') => {
    c.font = weight + ' ' + size + 'px "Noto Sans", sans-serif';
    c.fillStyle = colour;
    c.textAlign = align;
    c.fillText(words, x, y);
  };
  const box = (x, y, w, h, r, colour) => {
    c.fillStyle = colour;
    c.beginPath();
    c.roundRect(x, y, w, h, r);
    c.fill();
  };
  const eased = (at, from, to) => {
    const part = Math.min(1, Math.max(0, (at - from) / (to - from)));
    return part * part * (3 - 2 * part);
  };
  const touch = (at, when, x, y) => {
    const age = at - when;
    if (age < 0 || age > 450) return;
    c.fillStyle = 'rgba(20, 60, 90, ' + 0.35 * (1 - age / 450) + ')';
    c.beginPath();
    c.arc(x, y, 18 + age / 14, 0, Math.PI * 2);
    c.fill();
  };
  const bar = () => {
    text('18:37', 24, 36, 18, '#fff', 600);
    text('5G  61 %', width - 24, 36, 16, '#fff', 400, 'right');
  };
  const wallet = (at) => {
    c.fillStyle = '#f2f4f7';
    c.fillRect(0, 0, width, height);
    const down = c.createLinearGradient(0, 0, width, 300);
    down.addColorStop(0, '#163a5c');
    down.addColorStop(1, '#2f7f86');
    c.fillStyle = down;
    c.fillRect(0, 0, width, 300);
    bar();
    text('Wallet of Client 7118', 32, 96, 20, '#cfe2ea');
    text('$ 412.60', 32, 160, 52, '#fff', 700);
    box(32, 200, 196, 62, 18, 'rgba(255,255,255,.18)');
    box(252, 200, 196, 62, 18, 'rgba(255,255,255,.18)');
    text('Send', 130, 239, 22, '#fff', 600, 'center');
    text('Receive', 350, 239, 22, '#fff', 600, 'center');
    [['Freelancer 1902', '- 95.00'], ['Top-up, card ending 4410', '+ 400.00'], ['Freelancer 8123', '- 120.00'], ['Top-up, card ending 0937', '+ 400.00'], ['Freelancer 2093', '- 60.00']].forEach(([who, sum], index) => {
      const y = 330 + index * 92;
      box(24, y, width - 48, 76, 16, '#fff');
      box(40, y + 16, 44, 44, 22, ['#e0a63c', '#3a8a8f', '#c8553d', '#3a8a8f', '#6a5d9c'][index]);
      text(who, 100, y + 46, 19, '#1b242c');
      text(sum, width - 44, y + 46, 19, sum.startsWith('+') ? '#12805c' : '#1b242c', 600, 'right');
    });
    touch(at, 1250, 130, 230);
  };
  const sending = (at, shift) => {
    c.save();
    c.translate(0, shift);
    c.fillStyle = '#fff';
    c.fillRect(0, 0, width, height);
    text('Send money', width / 2, 84, 24, '#1b242c', 700, 'center');
    text('To', 40, 150, 18, '#6b7680');
    text('Freelancer 2870', 40, 182, 24, '#1b242c', 600);
    const typed = '2400'.slice(0, Math.floor(Math.max(0, at - 2300) / 320));
    text('$ ' + (typed === '' ? '0' : typed), width / 2, 320, 72, '#1b242c', 700, 'center');
    text('Balance $ 412.60', width / 2, 366, 19, '#b4452f', 400, 'center');
    '123456789.0<'.split('').forEach((key, index) => text(key, 90 + (index % 3) * 150, 470 + Math.floor(index / 3) * 74, 34, '#1b242c', 500, 'center'));
    box(40, 754, width - 80, 68, 20, '#12805c');
    text('Take a picture of the receipt', width / 2, 796, 21, '#fff', 600, 'center');
    [[2620, 240, 458], [2940, 90, 532], [3260, 240, 680], [3580, 240, 680], [4500, 240, 788]].forEach(([when, x, y]) => touch(at, when, x, y));
    c.restore();
  };
  const receipt = (at, shown) => {
    c.globalAlpha = shown;
    c.fillStyle = '#f1f5f4';
    c.fillRect(0, 0, width, height);
    const size = 64 * eased(at, 4900, 5500);
    c.fillStyle = '#1f9d63';
    c.beginPath();
    c.arc(width / 2, 220, size, 0, Math.PI * 2);
    c.fill();
    c.strokeStyle = '#fff';
    c.lineWidth = 10;
    c.lineCap = 'round';
    c.beginPath();
    if (at > 5300) { c.moveTo(width / 2 - 28, 222); c.lineTo(width / 2 - 6, 244); c.lineTo(width / 2 + 32, 198); }
    c.stroke();
    text('Transfer sent', width / 2, 340, 26, '#3d4a52', 400, 'center');
    text('$ 2,400.00', width / 2, 410, 54, '#10151a', 700, 'center');
    text('Draft. Not sent: the balance is too low.', width / 2, 790, 17, at > 6300 ? '#b4452f' : 'rgba(0,0,0,0)', 600, 'center');
    box(40, 470, width - 80, 200, 22, '#fff');
    [['To', 'Freelancer 2870'], ['Reference', 'TX-88120-0447'], ['Status', 'Preview']].forEach(([name, value], index) => {
      text(name, 66, 522 + index * 56, 19, '#6b7680');
      text(value, width - 66, 522 + index * 56, 19, '#10151a', 600, 'right');
    });
    c.globalAlpha = 1;
  };
  const draw = (at) => {
    wallet(at);
    if (at > 1500) sending(at, height * (1 - eased(at, 1500, 1950)));
    if (at > 4700) receipt(at, eased(at, 4700, 5000));
  };
  const stream = canvas.captureStream(20);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 420000 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  draw(0);
  recorder.start();
  const started = performance.now();
  await new Promise((resolve) => {
    const next = () => {
      const at = performance.now() - started;
      draw(Math.min(at, durationMs));
      if (at >= durationMs) resolve();
      else setTimeout(next, 40);
    };
    next();
  });
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let binary = '';
  for (let from = 0; from < bytes.length; from += 8192) binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(binary);
}`;

/** The rise and fall of somebody talking, with no words in it: a buzz through three moving resonances. */
export async function recordVoice(page: Page): Promise<Buffer> {
  const samples = await page.evaluate(`(${speakInPage})(${JSON.stringify(voice)})`);
  return wav(samples as readonly number[], voice.sampleRate);
}

const speakInPage = `async ({ durationMs, sampleRate }) => {
  const seconds = durationMs / 1000;
  const audio = new OfflineAudioContext(1, Math.floor(seconds * sampleRate), sampleRate);
  const buzz = audio.createOscillator();
  buzz.type = 'sawtooth';
  const loud = audio.createGain();
  loud.gain.value = 0;
  const vowels = [[730, 1090, 2440], [270, 2290, 3010], [300, 870, 2240], [530, 1840, 2480], [570, 840, 2410], [440, 1020, 2240]];
  const resonances = [1, 0.6, 0.25].map((level) => {
    const filter = audio.createBiquadFilter();
    filter.type = 'bandpass';
    filter.Q.value = 9;
    const gain = audio.createGain();
    gain.gain.value = level * 3;
    buzz.connect(filter).connect(gain).connect(loud);
    return filter;
  });
  let at = 0.15;
  for (let syllable = 0; at < seconds - 0.3; syllable += 1) {
    const length = 0.12 + ((syllable * 37) % 11) / 90;
    vowels[(syllable * 5 + (syllable >> 1)) % vowels.length].forEach((hertz, index) => resonances[index].frequency.setTargetAtTime(Math.min(hertz, sampleRate / 2.2), at, 0.025));
    buzz.frequency.setTargetAtTime(128 - at * 4 + ((syllable * 17) % 26), at, 0.04);
    loud.gain.setTargetAtTime(0.5, at, 0.018);
    loud.gain.setTargetAtTime(0, at + length * 0.7, 0.025);
    at += length + (syllable % 6 === 5 ? 0.34 : syllable % 3 === 2 ? 0.07 : 0.01);
  }
  loud.connect(audio.destination);
  buzz.start();
  const rendered = await audio.startRendering();
  const samples = rendered.getChannelData(0);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0.001);
  return Array.from(samples, (sample) => Math.round((sample / peak) * 23000));
}`;

function wav(samples: readonly number[], sampleRate: number): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => data.writeInt16LE(sample, index * 2));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  // PCM, one channel.
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
