import type { Page } from '@playwright/test';

/**
 * Twelve pages: a contract for services with its schedules, and the statement of the account that it was paid to.
 * What is wrong stands on different pages: the sums of schedule B and the statement do not agree, clause 7 moves
 * payment off the platform, and the signature of page 8 is dated before the draft of page 1.
 */
export async function printContract(page: Page): Promise<Buffer> {
  await page.setContent(
    `<!doctype html><html lang="en"><title>Contract for services 2026-114</title>${style}${pages.join('')}</html>`,
  );
  return page.pdf({
    format: 'A4',
    printBackground: true,
    tagged: true,
    outline: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate:
      '<div style="font-size:8px;width:100%;text-align:center;color:#777">Contract 2026-114 · page <span class="pageNumber"></span> of <span class="totalPages"></span></div>',
    margin: { top: '18mm', bottom: '20mm', left: '20mm', right: '20mm' },
  });
}

const style = `<style>
  body { font: 12.5pt/1.65 'DejaVu Serif', serif; color: #1d2126 }
  section { break-after: page } section:last-child { break-after: auto }
  h1 { font-size: 24pt; margin: 40mm 0 6mm } h2 { font-size: 15pt; margin: 0 0 5mm; color: #1f3a5f }
  table { width: 100%; border-collapse: collapse; font: 9.5pt/1.4 'DejaVu Sans', sans-serif }
  td, th { border-bottom: .3pt solid #b8bec6; padding: 1.6mm 2mm; text-align: left } td:last-child, th:last-child { text-align: right }
  .small { font-size: 9pt; color: #5b636d } .box { border: .6pt solid #1f3a5f; padding: 5mm; margin: 6mm 0 }
</style>`;

const section = (title: string, body: string): string => `<section><h2>${title}</h2>${body}</section>`;
const clause = (number: string, text: string): string => `<p><b>${number}</b> ${text}</p>`;

const tasks = [
  'Site survey',
  'Wireframes',
  'Copy in two languages',
  'Illustration set',
  'Front page',
  'Shop pages',
  'Check-out',
  'Training',
  'Hand-over',
];
const money = (minor: number): string => (minor / 100).toLocaleString('en', { minimumFractionDigits: 2 });
const priced = tasks.map((task, index) => ({
  task,
  days: 2 + (index % 4),
  minor: (2 + (index % 4)) * 42_000,
}));

const movements = Array.from({ length: 54 }, (_, index) => ({
  day: `${String(1 + Math.floor(index / 2)).padStart(2, '0')} Oct`,
  text:
    [
      'Harlan Interiors, instalment',
      'Transfer to wallet vx1q-7f3k',
      'Harlan Interiors, instalment',
      'Cash machine, Esterholt',
      'Transfer to R. Amstad',
      'Card, Rail & Road',
    ][index % 6] ?? '',
  minor: [95_000, -94_000, 98_000, -40_000, -57_000, -2_350][index % 6] ?? 0,
}));

function statement(from: number, to: number, before: number): string {
  let balance = before;
  const lines = movements.slice(from, to).map(({ day, text, minor }) => {
    balance += minor;
    return `<tr><td>${day}</td><td>${text}</td><td>${money(minor)}</td><td>${money(balance)}</td></tr>`;
  });
  return `<table><tr><th>Date</th><th>Movement</th><th>EUR</th><th>Balance</th></tr>${lines.join('')}</table>`;
}
const sumTo = (count: number): number =>
  movements.slice(0, count).reduce((sum, { minor }) => sum + minor, 118_240);

const contents: readonly (readonly [string, number])[] = [
  ['1 Subject', 3],
  ['2 Term', 3],
  ['3 Duties of the freelancer', 4],
  ['4 Duties of the client', 5],
  ['5 Rights in the work', 5],
  ['6 Confidence', 6],
  ['7 Payment', 7],
  ['8 Signatures', 8],
  ['Schedule A: work', 9],
  ['Schedule B: prices', 10],
  ['Annex: statement of account', 11],
];

const pages: readonly string[] = [
  `<section><h1>Contract for services</h1><p>between</p><p><b>Harlan Interiors GmbH</b><br>Lindenallee 3, Esterholt</p><p>and</p><p><b>Freelancer 4820</b>, known on the platform as Renske Amstad</p>
   <div class="box">Number 2026-114<br>Draft of 6 October 2026<br>Currency: euro</div><p class="small">This contract replaces the contract that the platform made on 2 October 2026.</p></section>`,
  section(
    'Contents',
    `<table>${contents.map(([line, page]) => `<tr><td>${line}</td><td>${page}</td></tr>`).join('')}</table>`,
  ),
  section(
    '1 Subject · 2 Term',
    clause(
      '1.1',
      'The freelancer designs and builds a shop on the web for the client’s furniture, as schedule A lists it.',
    ) +
      clause('1.2', 'The work is done by the freelancer in person.') +
      clause(
        '2.1',
        'Work begins on 7 October 2026 and ends with the acceptance of the hand-over, on 30 November 2026 at the latest.',
      ) +
      clause(
        '2.2',
        'Either side may end the contract with ten days’ notice. What was delivered until then is paid.',
      ),
  ),
  section(
    '3 Duties of the freelancer',
    [
      'Works with the care that is usual in the trade.',
      'Reports each Friday what was done and what follows.',
      'Delivers sources with every milestone.',
      'Tells the client without delay where a date is at risk.',
      'Keeps copies of all deliveries for one year.',
    ]
      .map((text, index) => clause(`3.${index + 1}`, text))
      .join(''),
  ),
  section(
    '4 Duties of the client · 5 Rights',
    [
      'Names one person who decides.',
      'Answers questions within two working days.',
      'Provides photographs and texts of all products.',
    ]
      .map((text, index) => clause(`4.${index + 1}`, text))
      .join('') +
      clause(
        '5.1',
        'With payment all rights to use the work pass to the client, without limit of time or place.',
      ) +
      clause('5.2', 'The freelancer may show the work among their own.'),
  ),
  section(
    '6 Confidence',
    clause('6.1', 'Neither side tells others what it learns of the other’s business.') +
      clause('6.2', 'This holds for two years after the end of the contract.') +
      '<div class="box small">What a court or an authority asks for may be told to it.</div>',
  ),
  section(
    '7 Payment',
    clause('7.1', 'The price is the sum of schedule B, in instalments with each milestone.') +
      clause(
        '7.2',
        'Instalments are <b>not paid through the platform</b>. They are paid to the account in the annex within three days.',
      ) +
      clause(
        '7.3',
        'Before the first instalment the freelancer deposits a security of EUR 480.00, which is returned with the last one.',
      ) +
      clause('7.4', 'The parties will tell the platform that the project was cancelled.'),
  ),
  section(
    '8 Signatures',
    `<p>Esterholt, 4 October 2026</p><svg width="420" height="120" viewBox="0 0 420 120"><path d="M10 70 q30-70 60-20 q8 50 50-20 q30-40 44 12 q40 30 90-20 q30-20 70 14" fill="none" stroke="#1c2c66" stroke-width="3"/></svg><p class="small">for Harlan Interiors GmbH</p><svg width="420" height="120" viewBox="0 0 420 120"><path d="M10 80 q10-60 36-50 q20 20-6 44 q50-60 80-26 q20 30 60-12 q40-30 100 6" fill="none" stroke="#222" stroke-width="3"/></svg><p class="small">Renske Amstad</p>`,
  ),
  section(
    'Schedule A: work',
    `<table><tr><th>Work</th><th>Days</th></tr>${priced.map(({ task, days }) => `<tr><td>${task}</td><td>${days}</td></tr>`).join('')}</table><svg width="600" height="230" viewBox="0 0 600 230">${priced.map(({ days }, index) => `<rect x="${20 + index * 52}" y="${20 + index * 21}" width="${days * 24}" height="14" fill="#1f3a5f" opacity="${0.55 + (index % 3) * 0.2}"/>`).join('')}</svg>`,
  ),
  section(
    'Schedule B: prices',
    `<table><tr><th>Work</th><th>EUR</th></tr>${priced.map(({ task, minor }) => `<tr><td>${task}</td><td>${money(minor)}</td></tr>`).join('')}<tr><td><b>Sum</b></td><td><b>14,900.00</b></td></tr></table><p class="small">A day is charged with EUR 420.00.</p>`,
  ),
  section(
    'Annex: statement of account, 1–14 October',
    `<p class="small">Esterholt Savings · account ES-7741-0093 · holder R. Amstad · opening balance ${money(118_240)}</p>${statement(0, 27, 118_240)}`,
  ),
  section(
    'Annex: statement of account, 14–27 October',
    `${statement(27, 54, sumTo(27))}<p class="small">Closing balance ${money(sumTo(54))}. Made by the customer on 29 October 2026.</p>`,
  ),
];
