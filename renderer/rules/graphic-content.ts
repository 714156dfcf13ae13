import type { Settings } from '../../contract/bridge.ts';
import { GraphicContent, type Catalogue } from '../../contract/catalogue.ts';

/** What holds for who has chosen nothing: the organisation's default, and before a catalogue is here the cautious one. */
export const defaultGraphicContent = (catalogue: Catalogue | null): GraphicContent =>
  catalogue?.graphicContent ?? GraphicContent.parse({});

/** How graphic content is shown: the person's own choice, over the organisation's default. */
export function graphicContentOf(
  settings: Pick<Settings, 'coverGraphic' | 'greyscaleGraphic' | 'muteMedia'>,
  catalogue: Catalogue | null,
): GraphicContent {
  const standard = defaultGraphicContent(catalogue);
  return {
    cover: settings.coverGraphic ?? standard.cover,
    greyscale: settings.greyscaleGraphic ?? standard.greyscale,
    mute: settings.muteMedia ?? standard.mute,
  };
}
