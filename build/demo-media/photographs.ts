/** What a camera saw: drawn as shapes with light, blur and depth. Nobody's face is in any of them. */

const scene = (width: number, height: number, defs: string, body: string): string =>
  `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">
    <defs>
      <filter id="soft" x="-30%" y="-60%" width="160%" height="220%"><feGaussianBlur stdDeviation="3"/></filter>
      <filter id="far" x="-30%" y="-60%" width="160%" height="220%"><feGaussianBlur stdDeviation="9"/></filter>
      <filter id="shadow" x="-40%" y="-150%" width="180%" height="400%"><feGaussianBlur stdDeviation="16"/></filter>
      ${defs}
    </defs>${body}</svg>`;

const gradient = (id: string, stops: readonly string[], vertical = true): string =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="${vertical ? 0 : 1}" y2="${vertical ? 1 : 0}">${stops
    .map((colour, index) => `<stop offset="${index / (stops.length - 1)}" stop-color="${colour}"/>`)
    .join('')}</linearGradient>`;

/** A desk at a window, in the afternoon. */
export const workspace = scene(
  1080,
  720,
  `${gradient('wall', ['#d8cfc2', '#bfb3a3'])}${gradient('desk', ['#9a6b42', '#6d4526'])}
   ${gradient('sky', ['#f6efe0', '#bcd4e6', '#9fc0da'])}${gradient('screen', ['#22303f', '#3c5a74'], false)}
   ${gradient('cup', ['#fdfdfb', '#c9c4bb'], false)}${gradient('pot', ['#c8693d', '#8c4023'], false)}
   ${gradient('beam', ['rgba(255,244,214,.55)', 'rgba(255,244,214,0)'])}`,
  `<rect width="1080" height="720" fill="url(#wall)"/>
   <g filter="url(#far)">
     <rect x="90" y="40" width="360" height="400" fill="#efe9df"/>
     <rect x="108" y="58" width="324" height="364" fill="url(#sky)"/>
     <path d="M108 340 Q180 290 260 330 T432 310 V422 H108Z" fill="#7f9a6f"/>
     <path d="M150 330 q20-90 60-20 q30-70 60 10z" fill="#5e7d54"/>
     <rect x="264" y="58" width="12" height="364" fill="#efe9df"/><rect x="108" y="228" width="324" height="12" fill="#efe9df"/>
     <rect x="760" y="80" width="190" height="250" fill="#6f5b49"/><rect x="774" y="94" width="162" height="222" fill="#e9dfcf"/>
     <circle cx="840" cy="190" r="52" fill="#c97f56"/><path d="M774 316 L830 220 L880 280 L936 210 V316Z" fill="#47645f"/>
   </g>
   <path d="M90 60 L450 60 L980 720 L300 720Z" fill="url(#beam)"/>
   <path d="M0 470 H1080 V720 H0Z" fill="url(#desk)"/>
   <g opacity=".25" stroke="#4a2c16" stroke-width="2" fill="none">
     <path d="M0 510 Q300 500 560 512 T1080 505"/><path d="M0 560 Q260 575 600 556 T1080 566"/>
     <path d="M0 620 Q340 606 640 626 T1080 612"/><path d="M0 680 Q300 694 700 676 T1080 690"/></g>
   <ellipse cx="560" cy="600" rx="300" ry="34" fill="#2a1708" opacity=".55" filter="url(#shadow)"/>
   <path d="M388 262 h330 q12 0 12 12 v232 H376 V274 q0-12 12-12z" fill="#15181c"/>
   <rect x="390" y="276" width="326" height="220" fill="url(#screen)"/>
   <g opacity=".85"><rect x="408" y="296" width="84" height="182" fill="#1b2733"/>
     ${Array.from({ length: 9 }, (_, row) => `<rect x="416" y="${306 + row * 18}" width="${36 + ((row * 23) % 32)}" height="6" fill="#5d7c97"/>`).join('')}
     ${Array.from({ length: 10 }, (_, row) => `<rect x="${508 + (row % 3) * 12}" y="${300 + row * 18}" width="${70 + ((row * 47) % 110)}" height="7" fill="${['#e0b26a', '#8fc1a9', '#b9c7d6'][row % 3]}"/>`).join('')}</g>
   <path d="M390 276 L560 276 L430 496 L390 496Z" fill="#fff" opacity=".07"/>
   <path d="M342 560 L376 506 H730 L764 560 Z" fill="#b9bcc0"/><path d="M342 560 H764 V572 q0 8-10 8 H352 q-10 0-10-8z" fill="#8e9296"/>
   <g fill="#34383d">${Array.from({ length: 4 }, (_, row) => Array.from({ length: 14 }, (_key, key) => `<rect x="${390 - row * 6 + key * (23.2 + row * 0.9)}" y="${512 + row * 9}" width="19" height="6.5" rx="1.5"/>`).join('')).join('')}</g>
   <path d="M492 550 h124 l5 9 H487z" fill="#a7aaae"/>
   <ellipse cx="880" cy="612" rx="78" ry="14" fill="#2a1708" opacity=".5" filter="url(#soft)"/>
   <path d="M826 500 h98 l-8 102 q-1 12-14 12 h-54 q-13 0-14-12z" fill="url(#cup)"/>
   <path d="M924 520 q46 0 40 36 q-6 30-46 26" fill="none" stroke="#d8d3ca" stroke-width="11"/>
   <ellipse cx="875" cy="501" rx="49" ry="11" fill="#efece6"/><ellipse cx="875" cy="503" rx="41" ry="8" fill="#3b2113"/>
   <path d="M858 486 q-12-22 4-40 q14-18 0-40" stroke="#fff" stroke-width="7" fill="none" opacity=".25" filter="url(#soft)"/>
   <ellipse cx="200" cy="620" rx="90" ry="16" fill="#2a1708" opacity=".5" filter="url(#soft)"/>
   <path d="M140 520 h124 l-16 92 q-2 10-12 10 h-68 q-10 0-12-10z" fill="url(#pot)"/><rect x="132" y="506" width="140" height="22" rx="4" fill="#b75c34"/>
   <g fill="#3f6b45">${[-62, -40, -18, 2, 22, 44, 66].map((turn, index) => `<path transform="rotate(${turn} 202 508)" d="M202 508 q-${18 + (index % 3) * 4} -80 0 -${138 + (index % 3) * 22} q${18 + (index % 3) * 4} 58 0 ${138 + (index % 3) * 22}z" fill="${['#3f6b45', '#4f8054', '#2f5a3b'][index % 3]}"/>`).join('')}</g>
   <g transform="rotate(-8 620 650)"><rect x="540" y="610" width="190" height="96" fill="#f4f0e6"/><rect x="540" y="610" width="190" height="96" fill="none" stroke="#d8d0bf"/>
     ${[0, 1, 2, 3].map((row) => `<path d="M556 ${632 + row * 18} q30-9 50 0 t50 0 t${40 - row * 8} -2" stroke="#5b6b86" fill="none" stroke-width="2.5"/>`).join('')}</g>
   <path d="M742 676 L900 640" stroke="#1f2d4a" stroke-width="9" stroke-linecap="round"/><path d="M742 676 l-14 5" stroke="#caa24a" stroke-width="6" stroke-linecap="round"/>`,
);

/** A glazed vase, as a shop photographs it; the mark of that shop is still on it. */
export const vase = scene(
  960,
  720,
  `<radialGradient id="ground" cx=".5" cy=".42" r=".8"><stop offset="0" stop-color="#f3f0ea"/><stop offset="1" stop-color="#b9b2a6"/></radialGradient>
   <linearGradient id="glaze" x1="0" x2="1"><stop offset="0" stop-color="#0d3136"/><stop offset=".28" stop-color="#3a8a8f"/><stop offset=".42" stop-color="#9fd8d2"/><stop offset=".55" stop-color="#2f7f86"/><stop offset="1" stop-color="#0a2226"/></linearGradient>
   <linearGradient id="clay" x1="0" x2="1"><stop offset="0" stop-color="#5b3421"/><stop offset=".4" stop-color="#c58a5f"/><stop offset="1" stop-color="#4b2a1a"/></linearGradient>
   <clipPath id="body"><path d="M420 150 q60 14 120 0 q-12 60 6 104 q96 54 96 170 q0 130-92 186 q-70 22-140 0 q-92-56-92-186 q0-116 96-170 q18-44 6-104z"/></clipPath>`,
  `<rect width="960" height="720" fill="url(#ground)"/><rect y="560" width="960" height="160" fill="#a59c8d" opacity=".45" filter="url(#far)"/>
   <ellipse cx="510" cy="618" rx="210" ry="34" fill="#2c2620" opacity=".5" filter="url(#shadow)"/>
   <g clip-path="url(#body)"><rect x="300" y="120" width="380" height="520" fill="url(#glaze)"/>
     <path d="M300 520 q60-34 110 6 t120-4 t150 8 V640 H300Z" fill="url(#clay)"/>
     <path d="M300 516 q60-34 110 6 t120-4 t150 8" stroke="#d8efe9" stroke-width="5" fill="none" opacity=".5"/>
     ${Array.from({ length: 26 }, (_, index) => `<circle cx="${330 + ((index * 97) % 300)}" cy="${200 + ((index * 61) % 290)}" r="${1.5 + (index % 4)}" fill="#e7f6f2" opacity=".28"/>`).join('')}
     <path d="M414 250 q-56 60-50 170 q4 90 40 140" stroke="#fff" stroke-width="22" fill="none" opacity=".5" filter="url(#soft)"/>
     <path d="M600 300 q34 70 14 180" stroke="#fff" stroke-width="7" fill="none" opacity=".22" filter="url(#soft)"/></g>
   <ellipse cx="480" cy="152" rx="61" ry="13" fill="#092024"/><ellipse cx="480" cy="150" rx="61" ry="12" fill="none" stroke="#8fcac4" stroke-width="4"/>
   <g transform="rotate(-24 480 400)" font-family="DejaVu Serif, serif" fill="#fff" opacity=".5"><text x="200" y="400" font-size="46" letter-spacing="10">HAUS MÖRK · ATELIER</text><text x="270" y="440" font-size="22" letter-spacing="6">hausmoerk.example · no. 0418</text></g>`,
);

/** A portrait in the sense of the Bauhaus: planes and arcs, and nobody. */
export const portrait = scene(
  640,
  640,
  `${gradient('field', ['#e9dcc3', '#d7b98c'])}${gradient('plane', ['#1f4257', '#0f2735'])}`,
  `<rect width="640" height="640" fill="url(#field)"/><rect x="0" y="0" width="210" height="640" fill="#c8553d" opacity=".88"/>
   <circle cx="330" cy="262" r="150" fill="#f3e9d5"/><path d="M330 112 a150 150 0 0 1 0 300z" fill="#1f4257"/>
   <path d="M150 640 a190 190 0 0 1 380 0z" fill="url(#plane)"/><path d="M340 640 V450 a190 190 0 0 1 190 190z" fill="#e0a63c"/>
   <rect x="290" y="392" width="80" height="74" fill="#d9a983"/><rect x="330" y="392" width="40" height="74" fill="#b98560"/>
   <circle cx="500" cy="120" r="48" fill="#c8553d"/><circle cx="500" cy="120" r="24" fill="#e9dcc3"/>
   <path d="M180 262 a150 150 0 0 1 150-150 v60 a90 90 0 0 0-90 90z" fill="#e0a63c"/>
   <g stroke="#0f2735" stroke-width="5"><path d="M470 420 H610"/><path d="M470 440 H590"/><path d="M470 460 H570"/></g>`,
);

/** A row of houses at dusk, from across the street. */
export const street = scene(
  1080,
  720,
  `${gradient('dusk', ['#2b3a5c', '#7d6a86', '#e39a6f', '#f3c48c'])}${gradient('road', ['#4a4650', '#2a2830'])}
   <radialGradient id="lamp"><stop offset="0" stop-color="#ffe3a8" stop-opacity=".95"/><stop offset="1" stop-color="#ffe3a8" stop-opacity="0"/></radialGradient>`,
  `<rect width="1080" height="720" fill="url(#dusk)"/>
   <g filter="url(#soft)" fill="#443b57">${[0, 120, 260, 420, 600, 760, 930].map((x, index) => `<rect x="${x}" y="${250 + ((index * 37) % 60)}" width="130" height="300"/>`).join('')}</g>
   ${[
     [40, 210, 210, '#8a5a4a'],
     [250, 170, 200, '#a8896b'],
     [450, 232, 220, '#6d7f86'],
     [670, 190, 190, '#93604f'],
     [860, 220, 200, '#7d7766'],
   ]
     .map(([x = 0, y = 0, width = 0, colour], house) => {
       const w = Number(width);
       const windows = [0, 1, 2]
         .flatMap((row) =>
           [0, 1, 2].map((column) => {
             // The door is there.
             if (row === 2 && column === 1) return '';
             const lit = (row * 3 + column + house * 2) % 4 === 0;
             const wx = Number(x) + 24 + column * ((w - 48) / 3);
             const wy = Number(y) + 40 + row * ((520 - Number(y)) / 3);
             return `<g><rect x="${wx}" y="${wy}" width="40" height="62" fill="#efe7d8"/><rect x="${wx + 4}" y="${wy + 4}" width="32" height="54" fill="${lit ? '#ffd98a' : '#2f3a4c'}"/><path d="M${wx + 20} ${wy + 4} v54 M${wx + 4} ${wy + 26} h32" stroke="#efe7d8" stroke-width="3"/></g>`;
           }),
         )
         .join('');
       return `<rect x="${x}" y="${y}" width="${w}" height="${560 - Number(y)}" fill="${colour}"/>
         <path d="M${Number(x) - 8} ${y} L${Number(x) + w / 2} ${Number(y) - 74} L${Number(x) + w + 8} ${y}Z" fill="#3c3038"/>
         <rect x="${Number(x) + w - 46}" y="${Number(y) - 66}" width="22" height="52" fill="#5b4038"/>
         <rect x="${x}" y="${y}" width="${w}" height="${560 - Number(y)}" fill="#1b1730" opacity=".18"/>${windows}
         <rect x="${Number(x) + w / 2 - 24}" y="478" width="48" height="82" fill="#2a2230"/><circle cx="${Number(x) + w / 2 + 15}" cy="522" r="3" fill="#d9b25f"/>
         <rect x="${Number(x) + w / 2 - 16}" y="446" width="32" height="24" rx="3" fill="#20324a"/><text x="${Number(x) + w / 2 - 10}" y="464" font-size="16" fill="#f3ead8" font-family="DejaVu Sans">${12 + house * 2}</text>`;
     })
     .join('')}
   <rect y="556" width="1080" height="30" fill="#8a8078"/><rect y="586" width="1080" height="134" fill="url(#road)"/>
   <g fill="#d9d2c2" opacity=".6">${[20, 220, 420, 620, 820, 1020].map((x) => `<path d="M${x} 650 h110 l-10 8 h-112z"/>`).join('')}</g>
   <path d="M560 560 V330 q0-30 34-30" stroke="#1c1a22" stroke-width="8" fill="none"/><circle cx="596" cy="312" r="130" fill="url(#lamp)"/><path d="M580 300 h40 l-8 20 h-24z" fill="#fff0c9"/>
   <ellipse cx="300" cy="628" rx="150" ry="14" fill="#0c0b10" opacity=".6" filter="url(#soft)"/>
   <path d="M170 612 q4-34 46-40 l30-34 q8-8 22-8 h78 q16 0 26 10 l32 32 q44 4 48 40 z" fill="#39586b"/><path d="M252 570 l22-26 q4-4 12-4 h28 v30z M324 540 h32 q8 0 14 6 l24 24 h-70z" fill="#b9cad3"/>
   <circle cx="226" cy="614" r="24" fill="#141318"/><circle cx="226" cy="614" r="10" fill="#8c8f94"/><circle cx="398" cy="614" r="24" fill="#141318"/><circle cx="398" cy="614" r="10" fill="#8c8f94"/>`,
);

/** Stands for what nobody should have to see unasked: paint, and no more. */
export const marked = scene(
  900,
  600,
  `${gradient('dark', ['#231316', '#120a0c'])}<filter id="ragged"><feTurbulence type="fractalNoise" baseFrequency=".018" numOctaves="4" seed="11"/><feDisplacementMap in="SourceGraphic" scale="90"/></filter>`,
  `<rect width="900" height="600" fill="url(#dark)"/><g filter="url(#ragged)">
   <ellipse cx="420" cy="320" rx="230" ry="150" fill="#7c1016"/><ellipse cx="470" cy="300" rx="150" ry="90" fill="#a6161d"/>
   <ellipse cx="690" cy="180" rx="70" ry="46" fill="#8a1118"/><ellipse cx="210" cy="470" rx="90" ry="40" fill="#5f0c11"/><path d="M480 300 L760 520 L730 540 L440 350Z" fill="#8f1219"/></g>
   ${Array.from({ length: 40 }, (_, index) => `<circle cx="${(index * 173) % 900}" cy="${(index * 89) % 600}" r="${2 + (index % 7)}" fill="#8f1219" opacity="${0.25 + (index % 5) / 10}"/>`).join('')}
   <ellipse cx="450" cy="270" rx="60" ry="18" fill="#ff8d86" opacity=".25" filter="url(#soft)"/>`,
);
