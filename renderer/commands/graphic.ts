import type { Settings } from '../../contract/bridge.ts';
import type { GraphicContent } from '../../contract/catalogue.ts';
import { graphicContentOf } from '../rules/graphic-content.ts';
import type { Command } from './command.ts';

const toggle = (what: keyof GraphicContent, change: (on: boolean) => Partial<Settings>): Command => ({
  id: `graphic.${what}`,
  title: `command.graphic.${what}`,
  group: 'evidence',
  keys: [],
  run: ({ stores }) => {
    const { settings } = stores.settings.getState();
    const now = graphicContentOf(settings, stores.catalogue.getState().value?.catalogue ?? null);
    return stores.settings.getState().change(change(!now[what]));
  },
});

/** The person's own choice over the organisation's default; Settings has the same three, and the way back to it. */
export const graphicCommands: readonly Command[] = [
  toggle('cover', (coverGraphic) => ({ coverGraphic })),
  toggle('greyscale', (greyscaleGraphic) => ({ greyscaleGraphic })),
  toggle('mute', (muteMedia) => ({ muteMedia })),
];
