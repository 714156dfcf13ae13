/** Papers on a scanner or under a telephone, and pictures of other screens. Every country, firm and number is invented. */

/** Paper laid a little askew on a table, lit from one side, with the creases of a letter. */
const laid = (
  paper: string,
  { tilt, table, inset }: { tilt: number; table: string; inset: string },
): string =>
  `<div style="position:absolute;inset:0;background:${table};perspective:2400px">
    <div style="position:absolute;inset:${inset};transform:rotate(${tilt}deg) rotateX(1.6deg);box-shadow:10px 16px 42px rgba(0,0,0,.5)">
      ${paper}
      <div style="position:absolute;inset:0;background:linear-gradient(105deg,rgba(0,0,0,.2),rgba(0,0,0,0) 30%,rgba(255,255,255,.1) 62%,rgba(0,0,0,.14))"></div>
    </div></div>`;

const creases = `<div style="position:absolute;left:0;right:0;top:33%;height:7px;background:linear-gradient(rgba(0,0,0,.09),rgba(255,255,255,.5),rgba(0,0,0,.04))"></div>
  <div style="position:absolute;left:0;right:0;top:66.5%;height:7px;background:linear-gradient(rgba(0,0,0,.08),rgba(255,255,255,.5),rgba(0,0,0,.05))"></div>`;

const guilloche = (colour: string): string =>
  Array.from({ length: 22 }, (_, index) => {
    const y = 20 + index * 28;
    return `<path d="M0 ${y} ${Array.from({ length: 12 }, (_wave, wave) => `q45 ${wave % 2 === 0 ? -26 : 26} 90 0`).join(' ')}" stroke="${colour}" fill="none" stroke-width="1" opacity=".4"/>`;
  }).join('');

/** Where the photograph of a card would be: a raster in the outline of a bust. */
const bust = (x: number, y: number, tone: string): string =>
  `<svg x="${x}" y="${y}" width="210" height="264" viewBox="0 0 210 264"><rect width="210" height="264" fill="#d9dee2"/>
   <g fill="${tone}">${Array.from({ length: 33 * 26 }, (_, index) => {
     const column = index % 26;
     const row = Math.floor(index / 26);
     const dx = column * 8 + 5;
     const dy = row * 8 + 4;
     const head = Math.hypot((dx - 105) / 54, (dy - 104) / 68) < 1;
     const body = Math.hypot((dx - 105) / 100, (dy - 268) / 96) < 1;
     const shade = head ? 2.3 + Math.sin((dx + dy) / 26) * 0.9 : body ? 3.4 : 0.7;
     return `<circle cx="${dx}" cy="${dy}" r="${shade.toFixed(1)}"/>`;
   }).join('')}</g></svg>`;

export type Card = Readonly<{
  surname: string;
  given: string;
  born: string;
  number: string;
  expires: string;
  machine: readonly [string, string];
  /** The pasted field of a forged card. */
  pasted: boolean;
}>;

/** A card of the Republic of Vesmara. On a forged one the date was set in another face, on a lighter patch. */
export function identityCard(card: Card): string {
  const label = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="15" fill="#48626e">${text}</text>`;
  const value = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="26" font-weight="600" fill="#16242c" font-family="Noto Sans">${text}</text>`;
  const born = card.pasted
    ? `<rect x="306" y="326" width="196" height="38" fill="#eef3f1" transform="rotate(-.9 400 340)"/>
       <text x="311" y="355" font-size="28" fill="#05080a" font-family="DejaVu Serif" font-weight="700" transform="rotate(-.9 400 340)">${card.born}</text>`
    : value(310, 354, card.born);
  const paper = `<svg width="100%" height="100%" viewBox="0 0 880 556" preserveAspectRatio="none" style="border-radius:28px;background:#dbe8e4" font-family="Noto Sans">
    <defs><linearGradient id="tint" x1="0" x2="1" y2="1"><stop offset="0" stop-color="#cfe3dc"/><stop offset=".5" stop-color="#e9eedd"/><stop offset="1" stop-color="#cfdbe9"/></linearGradient></defs>
    <rect width="880" height="556" rx="28" fill="url(#tint)"/>${guilloche('#6b9aa0')}
    <rect width="880" height="74" fill="#20505f" opacity=".92"/>
    <g transform="translate(52 37)"><circle r="25" fill="#e4c56a"/>${Array.from({ length: 12 }, (_, ray) => `<path d="M0 -24 l5 12 h-10z" fill="#20505f" transform="rotate(${ray * 30})"/>`).join('')}<circle r="10" fill="#20505f"/></g>
    <text x="94" y="34" font-size="24" fill="#f4efdc" font-weight="700" letter-spacing="3">REPUBLIC OF VESMARA</text>
    <text x="94" y="60" font-size="16" fill="#d8e6e2" letter-spacing="2">REPUBLIKA VESMARA · IDENTITY CARD / OSEBNA KARTA</text>
    ${bust(52, 108, '#41545e')}
    ${label(310, 124, 'Surname / Priimeno')}${value(310, 154, card.surname)}
    ${label(310, 190, 'Given names / Imena')}${value(310, 220, card.given)}
    ${label(310, 256, 'Nationality')}${value(310, 286, 'VESMARAN')}
    ${label(310, 322, 'Date of birth / Roždan')}${born}
    ${label(570, 256, 'Document no.')}${value(570, 286, card.number)}
    ${label(570, 322, 'Expires')}${value(570, 354, card.expires)}
    <g transform="translate(772 150)" opacity=".85"><circle r="52" fill="#b9d3d6"/>${Array.from({ length: 18 }, (_, turn) => `<ellipse rx="50" ry="17" fill="none" stroke="${turn % 2 === 0 ? '#7a9fd0' : '#c08fb8'}" transform="rotate(${turn * 10})"/>`).join('')}</g>
    <path d="M320 412 q22-30 38-8 q6 20 30-12 q18-16 26 10 q30 14 58-14" stroke="#1d2f6f" stroke-width="3" fill="none"/>${label(310, 432, 'Signature')}
    <rect y="450" width="880" height="106" fill="#f2f4ee" opacity=".9"/>
    <g font-family="DejaVu Sans Mono" font-size="29" fill="#15191b">${card.machine.map((line, row) => `<text x="48" y="${490 + row * 40}" textLength="784" lengthAdjust="spacing">${line.replaceAll('<', '&lt;')}</text>`).join('')}</g></svg>`;
  return laid(`<div style="position:absolute;inset:0;border-radius:28px;overflow:hidden">${paper}</div>`, {
    tilt: card.pasted ? -2.4 : 1.3,
    table: 'radial-gradient(circle at 30% 20%,#7b6a58,#3c3128)',
    inset: '9% 8%',
  });
}

const sheet = (body: string, font = "'Noto Sans'"): string =>
  `<div style="position:absolute;inset:0;background:#fbfaf5;color:#22262a;font-family:${font};font-size:17px;line-height:1.45;padding:64px 66px">${body}${creases}</div>`;

const row = (cells: readonly string[], style = ''): string =>
  `<div style="display:flex;justify-content:space-between;border-bottom:1px solid #cdd2d0;padding:7px 0;${style}">${cells.map((cell) => `<span>${cell}</span>`).join('')}</div>`;

/** An electricity bill whose lines do not add up, and whose period is longer than the account has been open. */
export const utilityBill = laid(
  sheet(`<div style="display:flex;justify-content:space-between;align-items:flex-start">
      <div style="font-size:32px;font-weight:800;color:#0d6b57;letter-spacing:-.5px">Norrvik Energi</div>
      <div style="text-align:right;font-size:14px;color:#5c6664">Norrvik Energi Coop.<br>4 Turbine Quay, Norrvik 1120<br>Org. no. 55-102-884</div></div>
    <div style="margin-top:48px;font-size:18px">Marcus Adeyemi-Lind<br><span style="font-family:'DejaVu Serif';letter-spacing:-.2px">18 Harbour Lane</span><br>Norrvik 1134</div>
    <h1 style="margin-top:44px;font-size:27px">Electricity bill · third quarter</h1>
    <div style="color:#5c6664;margin:6px 0 22px">Customer 4410 2297 · Meter 7A-0031882 · Connected 14 September</div>
    ${row(['Period', '1 July – 30 September'])}${row(['Reading before', '48,210 kWh'])}${row(['Reading now', '48,764 kWh'])}${row(['Used', '554 kWh'])}
    ${row(['554 kWh at 0.214', '118.56'])}${row(['Network fee', '31.40'])}${row(['Tax', '22.49'])}
    ${row(['<b>To pay by 21 October</b>', '<b>197.45</b>'], 'font-size:21px;border-bottom:3px solid #22262a')}
    <svg width="100%" height="150" viewBox="0 0 600 150" style="margin-top:34px">${[62, 58, 71, 44, 39, 36, 40, 52, 66, 74, 81, 77].map((height, month) => `<rect x="${month * 50 + 6}" y="${126 - height}" width="34" height="${height}" fill="${month > 5 && month < 9 ? '#0d6b57' : '#b7cfc8'}"/><text x="${month * 50 + 23}" y="146" font-size="12" text-anchor="middle" fill="#5c6664">${'JFMAMJJASOND'[month]}</text>`).join('')}</svg>
    <div style="margin-top:46px;border-top:2px dashed #9aa29f;padding-top:22px;font-family:'DejaVu Sans Mono';font-size:15px">4410 2297 &gt; 00019745 &gt; 55102884#41#</div>`),
  { tilt: 1.1, table: '#45484c', inset: '3.5% 6%' },
);

/** An entry in a register of companies. The firm's name was set again, in another face and blacker than the rest. */
export const companyRegistration = laid(
  sheet(
    `<div style="border:3px double #7a6a3a;position:absolute;inset:30px"></div>
    <div style="text-align:center;padding-top:20px"><svg width="92" height="92" viewBox="-50 -50 100 100"><circle r="44" fill="none" stroke="#7a6a3a" stroke-width="3"/><path d="M-20 22 V-8 L0 -26 L20 -8 V22Z M-8 22 V2 H8 V22" fill="none" stroke="#7a6a3a" stroke-width="3"/></svg>
      <div style="font-size:30px;letter-spacing:5px;margin-top:10px">REGISTER OF COMPANIES</div><div style="letter-spacing:3px;color:#6b6350">CANTON OF ESTERHOLT</div>
      <div style="font-size:23px;margin-top:40px;font-style:italic">Certificate of registration</div></div>
    <div style="margin-top:44px;line-height:1.9">This is to certify that the company<br>
      <span style="display:inline-block;font-family:'DejaVu Sans';font-weight:700;font-size:27px;color:#000;background:#fffefb;padding:0 10px;transform:rotate(-.5deg)">Bright Office Services Ltd</span><br>
      was entered in the register under number <b>EST-0418.772</b><br>on the <b>31st of June 2021</b>, with a capital of 20,000, and is in good standing.</div>
    <div style="margin-top:36px">${row(['Seat', 'Esterholt'])}${row(['Purpose', 'Bakery and sale of pastry'])}${row(['Director', 'R. Amstad'])}${row(['Extract of', '2 October 2026'])}</div>
    <div style="display:flex;justify-content:space-between;margin-top:70px;align-items:flex-end"><div><svg width="220" height="60"><path d="M6 40 q24-44 46-10 q4 26 34-12 q20-24 30 6 q36 18 96-16" stroke="#23305e" stroke-width="2.5" fill="none"/></svg><div style="border-top:1px solid #555;width:230px;font-size:14px">Registrar</div></div>
      <svg width="150" height="150" viewBox="-75 -75 150 150" style="transform:rotate(-14deg);opacity:.72"><circle r="66" fill="none" stroke="#a3262c" stroke-width="5"/><circle r="48" fill="none" stroke="#a3262c" stroke-width="2"/><text text-anchor="middle" y="-4" font-size="17" fill="#a3262c">ESTERHOLT</text><text text-anchor="middle" y="18" font-size="14" fill="#a3262c">REGISTRAR</text></svg></div>`,
    "'DejaVu Serif'",
  ),
  { tilt: -1.4, table: 'linear-gradient(120deg,#5f5347,#3b342d)', inset: '3.5% 6%' },
);

/** A certificate of marriage with nothing wrong about it. */
export const marriageCertificate = laid(
  sheet(
    `<div style="border:2px solid #41618a;position:absolute;inset:34px"></div><div style="border:1px solid #41618a;position:absolute;inset:42px"></div>
    <div style="text-align:center;margin-top:30px;color:#29425f"><div style="letter-spacing:4px;font-size:16px">STANDESAMT LINDENAU</div><div style="font-size:42px;margin-top:26px">Eheurkunde</div><div style="letter-spacing:2px;color:#6d7f94">Certificate of marriage · E 114/2019</div></div>
    <div style="margin-top:60px">${row(['Erste Ehegattin', '<b>Helena Osterkamp</b>'])}${row(['geboren am', '9. April 1990, Lindenau'])}${row(['Zweiter Ehegatte', '<b>Jörn Brandt</b>'])}${row(['geboren am', '2. Januar 1988, Krempe'])}${row(['Tag der Eheschließung', '24. Mai 2019'])}${row(['Ehename', '<b>Brandt</b>'])}</div>
    <div style="margin-top:60px;line-height:1.8">Nach der Eheschließung führt die Ehegattin den Namen<br><span style="font-size:24px">Helena Brandt, geb. Osterkamp</span></div>
    <div style="display:flex;justify-content:space-between;margin-top:80px;align-items:flex-end"><div>Lindenau, den 27. Mai 2019<br><svg width="220" height="64"><path d="M8 44 q10-40 30-30 q14 10-4 32 q40-40 60-18 q10 18 40-10 q30-14 60 4" stroke="#1e2c50" stroke-width="2.4" fill="none"/></svg></div>
      <svg width="156" height="156" viewBox="-78 -78 156 156" style="opacity:.7"><circle r="70" fill="none" stroke="#24508f" stroke-width="4"/><circle r="52" fill="none" stroke="#24508f" stroke-width="1.5"/><path d="M-22 20 Q0 -46 22 20 Q0 6 -22 20" fill="#24508f"/><text text-anchor="middle" y="44" font-size="12" fill="#24508f">LINDENAU</text></svg></div>`,
    "'Noto Serif','DejaVu Serif'",
  ),
  { tilt: 0.7, table: '#6a6f74', inset: '3.5% 6%' },
);

const telephone = (body: string, background: string): string =>
  `<div style="position:absolute;inset:0;background:${background};color:#10151a;font-family:'Noto Sans'">
    <div style="display:flex;justify-content:space-between;padding:18px 34px;font-size:22px;font-weight:600"><span>18:42</span><span style="display:flex;gap:8px;align-items:center"><span style="display:inline-flex;gap:3px;align-items:flex-end">${[8, 13, 18, 23].map((height) => `<i style="width:6px;height:${height}px;background:currentColor;border-radius:2px"></i>`).join('')}</span><span>5G</span><span style="border:2px solid;border-radius:6px;padding:0 6px;font-size:16px">61</span></span></div>${body}</div>`;

/** A confirmation of a transfer in which the amount was set again: another face, another baseline, another sum below. */
export const paymentScreen = telephone(
  `<div style="text-align:center;padding:70px 40px 30px"><div style="width:132px;height:132px;border-radius:50%;background:#1f9d63;margin:0 auto;display:grid;place-items:center"><svg width="72" height="72" viewBox="0 0 24 24"><path d="M4 12.5 l5 5 L20 6.5" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round" stroke-linejoin="round"/></svg></div>
    <div style="font-size:30px;margin-top:34px;color:#3d4a52">Transfer sent</div>
    <div style="font-size:70px;font-weight:700;letter-spacing:-2px;margin-top:10px;position:relative"><span>$</span><span style="position:relative;top:5px;font-family:'DejaVu Sans';font-weight:700;font-size:66px;background:#f9fbfb">2,400</span><span>.00</span></div>
    <div style="color:#6a767d;font-size:24px">to Freelancer 2870 · Norrvik Bank</div></div>
   <div style="margin:34px 40px;background:#fff;border-radius:26px;padding:16px 34px;font-size:25px;line-height:2.5">
    ${row(['Reference', 'TX-88120-0447'])}${row(['Date', '31 Sep, 18:40'])}${row(['Amount', '$400.00'])}${row(['Fee', '$1.20'])}${row(['Total debited', '<b>$401.20</b>'])}${row(['Status', '<span style="color:#b7791f">Scheduled</span>'], 'border:0')}</div>
   <div style="margin:46px 40px;background:#12805c;color:#fff;border-radius:22px;text-align:center;padding:24px;font-size:27px;font-weight:600">Share receipt</div>
   <div style="text-align:center;color:#12805c;font-size:25px">Done</div>`,
  '#f1f5f4',
);

const bubble = (mine: boolean, text: string, time: string): string =>
  `<div style="align-self:${mine ? 'flex-end' : 'flex-start'};max-width:78%;background:${mine ? '#d6f3c9' : '#fff'};border-radius:22px;padding:16px 22px;font-size:25px;line-height:1.35;box-shadow:0 2px 3px rgba(0,0,0,.12)">${text}<span style="float:right;margin:12px 0 0 18px;font-size:16px;color:#74808a">${time}</span></div>`;

/** The talk that went on elsewhere, as the person who was asked for money pictured it. */
export const messengerScreen = telephone(
  `<div style="background:#2b6f78;color:#fff;padding:20px 34px;display:flex;gap:22px;align-items:center"><svg width="30" height="30" viewBox="0 0 24 24"><path d="M15 4 L7 12 L15 20" stroke="#fff" stroke-width="3" fill="none"/></svg><div style="width:74px;height:74px;border-radius:50%;background:linear-gradient(135deg,#e2b04a,#c8553d)"></div><div><div style="font-size:29px;font-weight:600">Hiring desk</div><div style="font-size:19px;opacity:.85">@hiring-desk · last seen just now</div></div></div>
   <div style="display:flex;flex-direction:column;gap:20px;padding:34px 28px">
     <div style="align-self:center;background:#cfd9d4;border-radius:14px;padding:8px 20px;font-size:19px;color:#44514c">Today</div>
     ${bubble(false, 'Hello, I saw your application. We skip the platform, it is slow.', '17:58')}
     ${bubble(true, 'Can we not use the contract there?', '18:01')}
     ${bubble(false, 'After the trial week. First the software licence, 120 USD. You get it back with the first pay.', '18:03')}
     ${bubble(true, 'Why do I pay for it?', '18:07')}
     ${bubble(false, 'Everyone does. Here is the wallet:<br><span style="font-family:DejaVu Sans Mono;font-size:20px">vx1q-7f3k-…-90ad</span>', '18:09')}
     ${bubble(false, 'Send the receipt before 19:00, else I give the place to another.', '18:31')}
     ${bubble(true, 'I would rather not.', '18:36')}
     ${bubble(false, 'Then I need your bank log-in to register you without the fee.', '18:41')}</div>`,
  '#e4ece6',
);
