import type { Settings } from '../../contract/bridge.ts';
import { defaultGraphicContent } from '../rules/graphic-content.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Choices } from './choices.tsx';
import styles from './room.module.css';

const choices = [
  { setting: 'coverGraphic', what: 'cover' },
  { setting: 'greyscaleGraphic', what: 'greyscale' },
  { setting: 'muteMedia', what: 'mute' },
] as const satisfies readonly { setting: keyof Settings; what: string }[];

type Chosen = 'default' | 'on' | 'off';
const chosenOf = (value: boolean | null): Chosen => (value === null ? 'default' : value ? 'on' : 'off');
const valueOf = (chosen: Chosen): boolean | null => (chosen === 'default' ? null : chosen === 'on');

/** Cover, greyscale and mute: what each does, and nothing about what it is good for. */
export function GraphicSettings() {
  const t = useTranslate();
  const { settings: store } = useStores();
  const settings = useFrom('settings', (state) => state.settings);
  const standard = defaultGraphicContent(useFrom('catalogue', ({ value }) => value?.catalogue ?? null));
  return (
    <section className={styles['section']}>
      <h2>{t('settings.graphic')}</h2>
      {choices.map(({ setting, what }) => (
        <div key={what}>
          <Choices<Chosen>
            legend={t(`settings.graphic.${what}`)}
            options={[
              {
                value: 'default',
                label: t(standard[what] ? 'settings.graphic.default-on' : 'settings.graphic.default-off'),
              },
              { value: 'on', label: t('settings.graphic.on') },
              { value: 'off', label: t('settings.graphic.off') },
            ]}
            value={chosenOf(settings[setting])}
            onChange={(chosen) => void store.getState().change({ [setting]: valueOf(chosen) })}
          />
          <p className={styles['quiet']}>{t(`settings.graphic.${what}.hint`)}</p>
        </div>
      ))}
    </section>
  );
}
