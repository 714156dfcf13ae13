import { useLayoutEffect } from 'react';
import { useFrom } from '../stores/stores.ts';

/**
 * Puts the chosen theme and text size on the page, before it is painted: a dark room sees no white flash. `system`
 * follows the system as it changes.
 */
export function useTheme(): void {
  const theme = useFrom('settings', ({ settings }) => settings.theme);
  const textSize = useFrom('settings', ({ settings }) => settings.textSize);
  useLayoutEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const contrast = matchMedia('(prefers-contrast: more)');
    const apply = () => {
      const system = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
      document.documentElement.dataset['theme'] = theme === 'system' ? system : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
      contrast.removeEventListener('change', apply);
    };
  }, [theme]);
  useLayoutEffect(() => {
    document.documentElement.dataset['textSize'] = textSize;
  }, [textSize]);
}
