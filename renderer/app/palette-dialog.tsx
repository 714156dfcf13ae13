import { useMemo, useRef, useState } from 'react';
import styles from './palette-dialog.module.css';
import type { Command } from '../commands/command.ts';
import { printKeys } from '../commands/keymap.ts';
import { isMac, useCommands } from '../commands/use-commands.ts';
import { useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** Every command by name, with its key, or why it cannot run now. */
export function PaletteDialog() {
  const t = useTranslate();
  const commands = useCommands();
  const { window } = useStores();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);

  const found = useMemo(() => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return commands.all.filter((command) => {
      if (command.hidden) return false;
      const name = `${t(`group.${command.group}`)} ${t(command.title)}`.toLowerCase();
      return wanted.every((word) => name.includes(word));
    });
  }, [commands, t, words]);
  const current = Math.min(chosen, found.length - 1);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    window.getState().close();
    // The dialog gives the focus back first; a command may move it on.
    requestAnimationFrame(() => commands.run(command.id));
  };

  return (
    <Dialog
      title={t('palette.title')}
      size="wide"
      initialFocus={input}
      onClose={() => window.getState().close()}
    >
      <input
        ref={input}
        className={styles['search']}
        role="combobox"
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current >= 0 ? `palette-${current}` : undefined}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            const next = (current + by + found.length) % Math.max(1, found.length);
            setChosen(next);
            document.querySelector(`#palette-${next}`)?.scrollIntoView({ block: 'nearest' });
          }
          if (event.key === 'Enter') {
            event.preventDefault();
            run(found[current]);
          }
        }}
      />
      <div
        id="palette-list"
        role="listbox"
        aria-label={t('palette.title')}
        tabIndex={-1}
        className={styles['list']}
      >
        {found.length === 0 && <p className={styles['none']}>{t('palette.none')}</p>}
        {found.map((command, index) => (
          <Entry
            key={command.id}
            id={`palette-${index}`}
            command={command}
            chosen={index === current}
            onRun={() => run(command)}
          />
        ))}
      </div>
    </Dialog>
  );
}

function Entry({
  id,
  command,
  chosen,
  onRun,
}: Readonly<{ id: string; command: Command; chosen: boolean; onRun(): void }>) {
  const t = useTranslate();
  const commands = useCommands();
  const why = commands.whyNot(command.id);
  const [keys] = commands.keymap().keysOf(command.id);
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={why !== null}
      className={`${styles['entry']} ${chosen ? styles['chosen'] : ''}`}
      onClick={onRun}
    >
      <span className={styles['group']}>{t(`group.${command.group}`)}</span>
      <span className={styles['name']}>
        {t(command.title)}
        {why !== null && <span className={styles['why']}>{t(why)}</span>}
      </span>
      {keys !== undefined && <Kbd>{printKeys(keys, isMac())}</Kbd>}
    </div>
  );
}
