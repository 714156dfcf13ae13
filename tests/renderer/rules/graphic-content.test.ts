import { expect, test } from 'vitest';
import { Settings } from '../../../contract/bridge.ts';
import { graphicContentOf } from '../../../renderer/rules/graphic-content.ts';
import { catalogue } from './form-factories.ts';

const settings = (change: Partial<Settings> = {}) => Settings.parse(change);

test('who has chosen nothing has what the catalogue says, and the cautious way before one is here', () => {
  const own = catalogue({ graphicContent: { cover: false, greyscale: true, mute: false } });
  expect(graphicContentOf(settings(), own)).toEqual({ cover: false, greyscale: true, mute: false });
  expect(graphicContentOf(settings(), null)).toEqual({ cover: true, greyscale: false, mute: true });
});

test('each of the three is chosen by itself, over the default', () => {
  const own = catalogue({ graphicContent: { cover: true, greyscale: false, mute: true } });
  expect(graphicContentOf(settings({ greyscaleGraphic: true }), own)).toEqual({
    cover: true,
    greyscale: true,
    mute: true,
  });
  expect(graphicContentOf(settings({ coverGraphic: false, muteMedia: false }), own)).toEqual({
    cover: false,
    greyscale: false,
    mute: false,
  });
});
