import { expect, test } from 'vitest';
import { Settings, bridge } from '../../contract/bridge.ts';

test('a change of one setting names that one alone, so that the others stay as they are', () => {
  expect(bridge['settings.set'].params.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  expect(bridge['settings.set'].params.parse({})).toEqual({});
});

test('settings that were never chosen have their defaults', () => {
  expect(Settings.parse({ theme: 'dark' })).toEqual({
    theme: 'dark',
    characterKeys: true,
    keys: {},
    coverGraphic: null,
    greyscaleGraphic: null,
    muteMedia: null,
    textSize: 'medium',
  });
});
