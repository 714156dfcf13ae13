import { createContext, use } from 'react';
import { printKeys } from './keymap.ts';
import type { Commands } from './registry.ts';
import { useFrom } from '../stores/stores.ts';

export const CommandsContext = createContext<Commands | null>(null);

export function useCommands(): Commands {
  const commands = use(CommandsContext);
  if (commands === null) throw new Error('This component is shown inside the app.');
  return commands;
}

export const isMac = (): boolean => navigator.platform.startsWith('Mac');

/** The first key of a command as a key cap prints it; null when it has none. Follows Settings. */
export function useKeyOf(commandId: string): string | null {
  const commands = useCommands();
  useFrom('settings', ({ settings }) => settings.keys);
  const [first] = commands.keymap().keysOf(commandId);
  return first === undefined ? null : printKeys(first, isMac());
}
