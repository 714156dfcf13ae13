import { useState } from 'react';
import type { Settings } from '../../contract/bridge.ts';
import styles from './room.module.css';
import { Choices } from './choices.tsx';
import { ExposureSettings } from './exposure-settings.tsx';
import { GraphicSettings } from './graphic-settings.tsx';
import { keysFromEvent, printKeys } from '../commands/keymap.ts';
import type { Command } from '../commands/command.ts';
import { isMac, useCommands } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import table from '../ui/table.module.css';

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

function KeyTable() {
  const t = useTranslate();
  const commands = useCommands();
  // Shown anew when keys change.
  useFrom('settings', ({ settings }) => settings.keys);
  return (
    <div className={styles['scroll']}>
      <table className={`${table['table']} ${table['centred']}`}>
        <thead>
          <tr>
            <th>{t('settings.command')}</th>
            <th>{t('settings.key')}</th>
            <th className={table['number']}>{t('settings.change')}</th>
          </tr>
        </thead>
        <tbody>
          {commands.all
            .filter((command) => !command.hidden)
            .map((command) => (
              <KeyRow key={command.id} command={command} />
            ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyRow({ command }: Readonly<{ command: Command }>) {
  const t = useTranslate();
  const commands = useCommands();
  const { settings } = useStores();
  const overrides = useFrom('settings', (state) => state.settings.keys);
  const [listening, setListening] = useState(false);
  const keymap = commands.keymap();
  const keys = keymap.keysOf(command.id);
  const name = t(command.title);
  const bind = (binding: string | null) =>
    void settings.getState().change({ keys: { ...overrides, [command.id]: binding } });
  const reset = () => {
    const { [command.id]: _, ...others } = overrides;
    void settings.getState().change({ keys: others });
  };
  const conflicts = [...new Set(keys.flatMap((one) => keymap.conflicts.get(one) ?? []))].filter(
    (id) => id !== command.id,
  );

  return (
    <tr>
      <td>
        <span className={styles['quiet']}>{t(`group.${command.group}`)} · </span>
        {name}
      </td>
      <td>
        {listening ? (
          <input
            autoFocus
            readOnly
            aria-label={t('settings.change-key', { command: name })}
            value={t('settings.press-key')}
            title={t('settings.press-key.hint')}
            onBlur={() => setListening(false)}
            onKeyDown={(event) => {
              event.preventDefault();
              event.stopPropagation();
              const pressed = keysFromEvent(event.nativeEvent);
              if (pressed === null) return;
              setListening(false);
              if (pressed !== 'Escape') bind(pressed);
            }}
          />
        ) : (
          <Button look="quiet" onClick={() => setListening(true)}>
            <span className="visually-hidden">{t('settings.change-key', { command: name })}</span>
            {keys.length === 0 ? (
              <span className={styles['quiet']}>{t('keys.unbound')}</span>
            ) : (
              keys.map((one) => <Kbd key={one}>{printKeys(one, isMac())}</Kbd>)
            )}
          </Button>
        )}
        {conflicts.length > 0 && (
          <span className={styles['notice']} role="status">
            {t('settings.conflict', {
              commands: conflicts.map((id) => t(commands.get(id).title)).join(', '),
            })}
          </span>
        )}
      </td>
      <td className={table['number']}>
        {keys.length > 0 && (
          <Button
            look="quiet"
            aria-label={t('settings.unbind-label', { command: name })}
            onClick={() => bind(null)}
          >
            {t('settings.unbind')}
          </Button>
        )}
        {overrides[command.id] !== undefined && (
          <Button look="quiet" aria-label={t('settings.reset-label', { command: name })} onClick={reset}>
            {t('settings.reset')}
          </Button>
        )}
      </td>
    </tr>
  );
}
