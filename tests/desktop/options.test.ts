import { expect, test } from 'vitest';
import { parseOptions } from '../../electron/desktop/options.ts';

test('the central API comes from the line or the environment, the folder from the line or the system', () => {
  expect(parseOptions(['--central', 'https://api.example'], {}, '/base')).toEqual({
    central: 'https://api.example',
    data: '/base/docket',
    demo: false,
  });
  const given = parseOptions(['--data', '/d', '--demo'], { DOCKET_CENTRAL: 'http://127.0.0.1:1' }, '/base');
  expect(given).toEqual({ central: 'http://127.0.0.1:1', data: '/d', demo: true });
});

test('switches of Chromium on the same line are passed over', () => {
  const args = ['--central', 'https://api.example', '--ozone-platform=x11', '--enable-logging'];
  expect(parseOptions(args, {}, '/base').central).toBe('https://api.example');
});

test('what is wrong is named', () => {
  expect(() => parseOptions([], {}, '/base')).toThrow(/DOCKET_CENTRAL/);
  expect(() => parseOptions(['--central', 'file:///x'], {}, '/base')).toThrow(/--central/);
});
