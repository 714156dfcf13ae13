import { expect, test } from 'vitest';
import { addressesIn } from '../../../renderer/text/addresses-in.ts';

const hosts = (document: object) => addressesIn(document).map(({ host, deceives }) => [host, deceives]);

test('each address of a document is listed once, with the host that a browser would go to', () => {
  const document = {
    title: 'Pay at pay-here.example/now',
    sections: [
      { text: 'or https://pay-here.example/now again, or http://раypal.com/login' },
      { text: 'https://bank.example@evil.example/' },
    ],
  };
  expect(hosts(document)).toEqual([
    ['pay-here.example', false],
    ['xn--ypal-43d9g.com', true],
    ['evil.example', true],
  ]);
  expect(addressesIn(document)[0]?.href).toBe('https://pay-here.example/now');
});

test.each(['javascript://alert.example/%0aalert(1)', 'file:///etc/passwd', 'ms-msdt://evil.example/x'])(
  '%s is no address that a browser is given',
  (written) => {
    expect(addressesIn({ text: written })).toEqual([]);
  },
);

test('however much is written, no more than a hundred addresses are listed', () => {
  const text = Array.from({ length: 5000 }, (_, index) => `site${index}.example`).join(' ');
  expect(addressesIn({ text })).toHaveLength(100);
});
