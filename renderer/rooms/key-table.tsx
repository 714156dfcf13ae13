import { useEffect, useState } from 'react';
import styles from './room.module.css';
import type { Command } from '../commands/command.ts';
import { isTyped, keysFromEvent, printKeys } from '../commands/keymap.ts';
import { isMac, useCommands } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import table from '../ui/table.module.css';

/** Every command with its key, which can be changed, taken away and set back; conflicts are said at once. */
export function KeyTable() {
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
          {commands.all.map((command) => (
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
  const name = t(command.title, { n: command.number ?? 0 });
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
          <KeyListener
            label={t('settings.change-key', { command: name })}
            onKeys={(pressed) => {
              setListening(false);
              if (pressed !== null) bind(pressed);
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

/** How long a second press of a sequence is waited for. */
const SEQUENCE_MS = 900;

/** Takes the next key, or two characters one after the other as a sequence; null where it is left as it was. */
function KeyListener({ label, onKeys }: Readonly<{ label: string; onKeys(keys: string | null): void }>) {
  const t = useTranslate();
  const [first, setFirst] = useState<string | null>(null);
  useEffect(() => {
    if (first === null) return undefined;
    const timer = setTimeout(() => onKeys(first), SEQUENCE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <input
      autoFocus
      readOnly
      aria-label={label}
      value={
        first === null
          ? t('settings.press-key')
          : t('settings.press-second', { keys: printKeys(first, isMac()) })
      }
      title={t('settings.press-key.hint')}
      onBlur={() => onKeys(first)}
      onKeyDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const pressed = event.nativeEvent.repeat ? null : keysFromEvent(event.nativeEvent);
        if (pressed === null) return;
        if (pressed === 'Escape') onKeys(null);
        else if (first !== null) onKeys(`${first} ${pressed}`);
        else if (isTyped(pressed)) setFirst(pressed);
        else onKeys(pressed);
      }}
    />
  );
}
