import { expect, test } from 'vitest';
import { htmlText, rangeInText } from '../../../renderer/text/html-text.ts';

test('Security 14: markup, scripts and comments are gone, their text is not shown', () => {
  const source =
    '<p>Pay <b onclick="x()">now</b></p><script>steal("<p>")</script><!-- hidden --><style>p{}</style><ul><li>one<li>two</ul>';
  expect(htmlText(source).text).toBe('Pay now\n• one\n• two\n');
});

test('entities are read once', () => {
  expect(htmlText('a &amp;lt; b &#x41;&#66; &nbsp;&unknown; &#xD800; &').text).toBe(
    'a &lt; b AB \u00A0&unknown; &#xD800; &',
  );
});

test('a lone angle bracket is text', () => {
  expect(htmlText('1 < 2 and 3 > 2').text).toBe('1 < 2 and 3 > 2');
});

test('a span of the source is found in the text', () => {
  const source = '<p>We ask a <b>refundable</b> deposit&nbsp;of $120</p>';
  const start = source.indexOf('refundable');
  const end = source.indexOf('&nbsp;');
  const html = htmlText(source);
  const range = rangeInText(html, { start, end });
  expect(html.text.slice(range.start, range.end)).toBe('refundable deposit');
});

test('what is never closed ends with the source', () => {
  expect(htmlText('before <script>alert(1)').text).toBe('before ');
  expect(htmlText('before <a href="').text).toBe('before ');
});

test('fault 32: 1 MB of brackets is read in linear time', () => {
  const from = performance.now();
  htmlText('<'.repeat(500_000));
  htmlText('<b>'.repeat(300_000));
  htmlText('&amp'.repeat(250_000));
  expect(performance.now() - from).toBeLessThan(3000);
});
