import { inHtml, inWords, type Bait, type HostileFile } from './hostile-file.ts';

/** Markup in the text of posts and messages. */
export function hostileMarkup({ url, script }: Bait): HostileFile[] {
  const html = (name: string, tries: string, make: (name: string) => string): HostileFile =>
    inHtml(name, tries, make(name));
  const attribute = (name: string): string => script(name).replaceAll('"', '&quot;');
  return [
    html('script', 'runs a script', (n) => `<script>${script(n)}</script>`),
    html('script-src', 'loads a script', (n) => `<script src="${url(n)}"></script>`),
    html(
      'event-handlers',
      'runs from an error and from pointing',
      (n) => `<img src=x onerror="${attribute(n)}"><b onmouseover="${attribute(n)}">point here</b>`,
    ),
    html(
      'autofocus',
      'runs when it is focused, by itself',
      (n) =>
        `<input autofocus onfocus="${attribute(n)}"><details open ontoggle="${attribute(n)}">x</details>`,
    ),
    html(
      'svg-inline',
      'runs from SVG within HTML',
      (n) =>
        `<svg onload="${attribute(n)}"><script>${script(n)}</script><a xlink:href="javascript:${attribute(n)}"><text>x</text></a></svg>`,
    ),
    html(
      'javascript-links',
      'runs when a link is followed',
      (n) =>
        `<a href="javascript:${attribute(n)}">one</a> <a href="vbscript:x">two</a> <a href="data:text/html,<script>${script(n)}</script>">three</a>`,
    ),
    html('remote-image', 'tells that it was opened', (n) => `<img src="${url(n)}" width=1 height=1>`),
    html(
      'srcset',
      'tells that it was opened, by another attribute',
      (n) =>
        `<img srcset="${url(n)} 2x"><picture><source srcset="${url(n)}"><img></picture><video poster="${url(n)}"></video><input type=image src="${url(n)}">`,
    ),
    html(
      'background',
      'tells it by old attributes',
      (n) => `<table background="${url(n)}"><body background="${url(n)}"><bgsound src="${url(n)}">`,
    ),
    html(
      'style-import',
      'loads a style sheet',
      (n) =>
        `<style>@import "${url(n)}";@font-face{font-family:x;src:url(${url(n)})}*{font-family:x;background:url(${url(n)})}</style>`,
    ),
    html(
      'style-attribute',
      'covers the window and loads a picture',
      (n) =>
        `<div style="position:fixed;inset:0;z-index:99999;background:url('${url(n)}')">Sign in again</div>`,
    ),
    html('link-hints', 'has names looked up and pages fetched', (n) =>
      [
        'stylesheet',
        'prefetch',
        'preload',
        'preconnect',
        'dns-prefetch',
        'modulepreload',
        'prerender',
        'icon',
        'manifest',
      ]
        .map((rel) => `<link rel="${rel}" as="script" href="${url(n)}">`)
        .join(''),
    ),
    html(
      'meta-refresh',
      'leads the window elsewhere',
      (n) =>
        `<meta http-equiv="refresh" content="0;url=${url(n)}"><meta http-equiv="Content-Security-Policy" content="default-src *">`,
    ),
    html(
      'base',
      'has every address lead elsewhere',
      (n) => `<base href="${url(n)}/" target="_top"><a href="x">x</a>`,
    ),
    html(
      'form',
      'sends what the page holds',
      (n) =>
        `<form action="${url(n)}" id=f><input name=token value=x><button autofocus>Send</button></form><button form=f formaction="${url(n)}">Go on</button>`,
    ),
    html(
      'frames',
      'brings a page of its own',
      (n) =>
        `<iframe src="${url(n)}"></iframe><iframe srcdoc="<script>${attribute(n)}</script>"></iframe><object data="${url(n)}"></object><embed src="${url(n)}"><portal src="${url(n)}"></portal>`,
    ),
    html(
      'nesting',
      'becomes a script when it is parsed twice',
      (n) =>
        `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${attribute(n)}&gt;">`,
    ),
    html(
      'noscript',
      'changes its meaning with scripts off',
      (n) =>
        `<noscript><p title="</noscript><img src=x onerror=${attribute(n)}>"></noscript><template><script>${script(n)}</script></template>`,
    ),
    html(
      'unterminated',
      'swallows what comes after it',
      (n) => `<textarea><title><xmp><!-- <a href="${url(n)}`,
    ),
    html(
      'clobbering',
      'takes the names that a page relies on',
      () =>
        `<form id=document><input name=cookie><input name=getElementById></form><a id=__proto__ name=__proto__>x</a><img name=body>`,
    ),
    html(
      'ping',
      'reports a click',
      (n) => `<a href="${url(n)}" ping="${url(n)}" target="_blank">${'a contract'}</a>`,
    ),
    html(
      'deep',
      'is nested ten thousand deep',
      () => `${'<div>'.repeat(10_000)}deep${'</div>'.repeat(10_000)}`,
    ),
    inWords(
      'words-as-markup',
      'is taken for markup where it is plain',
      `<img src=x onerror="${attribute('words-as-markup')}"> <script>${script('words-as-markup')}</script>`,
    ),
    inWords(
      'templates',
      'is taken for a template',
      '{{constructor.constructor("window.__ran=1")()}} ${window.__ran=1} <%= 7*7 %> #{7*7} [[7*7]] %s%n',
    ),
    inWords(
      'terminal',
      'is taken for a command of a terminal',
      '\u001B]0;owned\u0007\u001B[2J\u001B[31m $(curl x) `curl x` ; rm -rf / \u0000\u0008\u007F'.replace(
        '\u0000',
        '',
      ),
    ),
    inWords(
      'formula',
      'is taken for a formula of a spreadsheet',
      `=HYPERLINK("${url('formula')}","pay here") +1+1 @SUM(1) -2+3`,
    ),
    inWords(
      'prototype',
      'is taken for a name of the language',
      '__proto__ constructor toString {"__proto__":{"polluted":true}}',
    ),
  ];
}

/** Words that lie about what they say. */
export function hostileWords({ url }: Bait): HostileFile[] {
  return [
    inWords(
      'bidi',
      'shows another address than it leads to',
      'Pay at \u202Emoc.knab-ruoy\u202C or \u2066https://bank.example\u2069 \u200Frtl\u200E exe.\u202Efdp',
    ),
    inWords(
      'invisible',
      'hides words between words',
      `p\u200Ba\u200By\u2060m\u00ADe\uFEFFn\u180Et ${'\u{E0041}\u{E0042}'} \u3164 \u115F`,
    ),
    inWords(
      'look-alikes',
      'uses letters of other alphabets',
      'раураl.com аррle.com ɡoogle.com https://xn--pypal-4ve.com https://paypal.com@evil.example/ http://2130706433/ https://аррӏе.com',
    ),
    inWords(
      'addresses',
      'has an address opened by a click',
      `${url('addresses')} https://user:pass@evil.example:8443/?q=1#x ftp://evil.example file:///etc/passwd data:text/html,x javascript:alert(1)`,
    ),
    inWords('combining', 'runs over the lines above', `Z${'\u0351'.repeat(5000)}algo`),
    inWords('one-line', 'is one line of a megabyte', 'pay now '.repeat(131_072)),
    inWords('emoji-chain', 'is one character of ten thousand parts', `👩${'\u200D👩'.repeat(5000)}`),
    inWords('lone-surrogate', 'is no valid text', 'before \uFFFD after \uFFFE'),
  ];
}
