import { expect, test } from 'vitest';
import { piecesOf } from '../../../renderer/text/segments.ts';
import { defang, findWebAddresses } from '../../../renderer/text/web-addresses.ts';

const shown = (text: string) =>
  piecesOf(text, [])
    .map((piece) => (piece.address === null ? piece.text : defang(piece.text, piece.address.part)))
    .join('');

test('an address is shown with a broken scheme and broken dots', () => {
  expect(shown('Go to https://evil.example/a.b?c=d.')).toBe('Go to hxxps://evil[.]example/a.b?c=d.');
});

test('an address without a scheme is found too, and the full stop after it is not part of it', () => {
  expect(shown('Write t.me/hiring.')).toBe('Write t[.]me/hiring.');
  expect(shown('see WWW.Pay-Me.com, now')).toBe('see WWW[.]Pay-Me[.]com, now');
});

test('the real host of an international name is its punycode', () => {
  const [address] = findWebAddresses('https://p\u0430ypal.com/login');
  expect(address).toMatchObject({ host: 'xn--pypal-4ve.com', deceives: true });
});

test('what stands before an @ is not the host', () => {
  const text = 'https://paypal.com@evil.example/pay';
  const [address] = findWebAddresses(text);
  expect(address).toMatchObject({ host: 'evil.example', deceives: true });
  expect(text.slice(address!.hostStart, address!.hostEnd)).toBe('evil.example');
});

test('other schemes are broken and read as an address', () => {
  expect(shown('javascript://evil.example/x')).toBe('javascripx://evil[.]example/x');
});

test.each(['e.g. this', 'version 3.2', 'a.m. to p.m.', 'me@mail.example', '$45.50 an hour', 'end.Then'])(
  'ordinary text is no address: %s',
  (text) => {
    expect(findWebAddresses(text)).toEqual([]);
  },
);

test('a full host is said to be honest', () => {
  expect(findWebAddresses('https://docs.example/x')[0]).toMatchObject({
    host: 'docs.example',
    deceives: false,
  });
});

test('fault 32: a long run of dots and letters does not make the search slow', () => {
  const from = performance.now();
  findWebAddresses('a.'.repeat(50_000));
  findWebAddresses('a'.repeat(100_000));
  findWebAddresses(`${'http://'.repeat(10_000)}`);
  expect(performance.now() - from).toBeLessThan(2000);
});
