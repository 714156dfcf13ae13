import styles from './keys-dialog.module.css';
import type { CommandGroup } from '../commands/command.ts';
import { printKeys } from '../commands/keymap.ts';
import { isMac, useCommands } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

const groups: readonly CommandGroup[] = [
  'queue',
  'evidence',
  'decision',
  'case',
  'window',
  'rooms',
  'contact',
];

/** The real map of keys: as bound now, not as shipped. */
export function KeysDialog() {
  const t = useTranslate();
  const commands = useCommands();
  const { window } = useStores();
  const characterKeys = useFrom('settings', ({ settings }) => settings.characterKeys);
  const keymap = commands.keymap();
  return (
    <Dialog
      title={t('keys.title')}
      size="wide"
      description={t(characterKeys ? 'keys.intro' : 'keys.off')}
      onClose={() => window.getState().close()}
    >
      {/* A region that scrolls must be reachable by keyboard. */}
      <div className={styles['groups']} role="group" aria-label={t('keys.title')} tabIndex={0}>
        {groups.map((group) => {
          const bound = commands.all.filter(
            (command) => command.group === group && !command.hidden && keymap.keysOf(command.id).length > 0,
          );
          if (bound.length === 0) return null;
          return (
            <section key={group} className={styles['group']}>
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {bound.map((command) => (
                  <div key={command.id}>
                    <dt>{t(command.title)}</dt>
                    <dd>
                      {keymap.keysOf(command.id).map((keys) => (
                        <Kbd key={keys}>{printKeys(keys, isMac())}</Kbd>
                      ))}
                      <span className="visually-hidden">
                        {keymap
                          .keysOf(command.id)
                          .map((keys) => printKeys(keys, isMac()))
                          .join(', ')}
                      </span>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
