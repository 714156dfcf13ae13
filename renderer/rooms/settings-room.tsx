import type { Settings } from '../../contract/bridge.ts';
import styles from './room.module.css';
import { Choices } from './choices.tsx';
import { ExposureSettings } from './exposure-settings.tsx';
import { GraphicSettings } from './graphic-settings.tsx';
import { KeyTable } from './key-table.tsx';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark', 'contrast'];
const sizes: readonly Settings['textSize'][] = ['small', 'medium', 'large'];

export function SettingsRoom() {
  const t = useTranslate();
  const { settings: store } = useStores();
  const settings = useFrom('settings', (state) => state.settings);
  const failure = useFrom('settings', (state) => state.failure);
  const change = (changes: Partial<Settings>) => void store.getState().change(changes);
  return (
    <div className={styles['room']}>
      <h1>{t('settings.title')}</h1>
      {failure !== null && (
        <p role="alert" className={styles['notice']}>
          {t(`failure.${failure.code}`, { detail: failure.detail })}
        </p>
      )}
      <div className={styles['columns']}>
        <section className={styles['section']}>
          <h2>{t('settings.look')}</h2>
          <Choices
            legend={t('settings.theme')}
            options={themes.map((theme) => ({ value: theme, label: t(`settings.theme.${theme}`) }))}
            value={settings.theme}
            onChange={(theme) => change({ theme })}
          />
          <Choices
            legend={t('settings.text-size')}
            options={sizes.map((size) => ({ value: size, label: t(`settings.text-size.${size}`) }))}
            value={settings.textSize}
            onChange={(textSize) => change({ textSize })}
          />
        </section>
        <GraphicSettings />
      </div>
      <ExposureSettings />
      <section className={styles['section']}>
        <h2>{t('settings.keys')}</h2>
        <label className={styles['choice']}>
          <input
            type="checkbox"
            checked={settings.characterKeys}
            onChange={(event) => change({ characterKeys: event.target.checked })}
          />
          {t('settings.character-keys')}
        </label>
        <p className={styles['quiet']}>{t('settings.character-keys.hint')}</p>
        <KeyTable />
      </section>
    </div>
  );
}
