import { expect, test } from 'vitest';
import { parseOptions } from '../../electron/desktop/options.ts';

const folders = { folder: '/base', home: '/people/amara' };

test('the central API comes from the line or the environment, the folder from the line or the system', () => {
  expect(parseOptions(['--central', 'https://api.example'], {}, folders, {})).toEqual({
    central: 'https://api.example',
    data: '/base/docket',
    demo: false,
  });
  const given = parseOptions(
    ['--data', '/d', '--demo'],
    { DOCKET_CENTRAL: 'http://127.0.0.1:1' },
    folders,
    {},
  );
  expect(given).toEqual({ central: 'http://127.0.0.1:1', data: '/d', demo: true });
});

test('switches of Chromium on the same line are passed over', () => {
  const args = ['--central', 'https://api.example', '--ozone-platform=x11', '--enable-logging'];
  expect(parseOptions(args, {}, folders, {}).central).toBe('https://api.example');
});

test('what is wrong is named', () => {
  expect(() => parseOptions([], {}, folders, {})).toThrow(/DOCKET_CENTRAL/);
  expect(() => parseOptions(['--central', 'file:///x'], {}, folders, {})).toThrow(/--central/);
});

test('what the operator set holds; a line that says otherwise is refused by name, one that says the same is not', () => {
  const settings = { central: 'https://api.example', data: '~/cases', cacheHours: 8 };
  expect(parseOptions([], { DOCKET_CENTRAL: 'https://api.example' }, folders, settings)).toEqual({
    central: 'https://api.example',
    data: '/people/amara/cases',
    demo: false,
    cacheHours: 8,
  });
  expect(() => parseOptions([], { DOCKET_CENTRAL: 'https://elsewhere.example' }, folders, settings)).toThrow(
    '--central is set by your organisation to https://api.example',
  );
  expect(() => parseOptions(['--data', '/d'], {}, folders, settings)).toThrow(
    '--data is set by your organisation',
  );
});
