import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import type { Root } from 'react-dom/client';
import type { Bridge } from '../../contract/bridge.ts';
import { App } from './app.tsx';
import { createFocus } from './focus.ts';
import { showCase } from '../commands/queue.ts';
import { createCommands } from '../commands/registry.ts';
import { CommandsContext } from '../commands/use-commands.ts';
import { localeOf } from '../strings/locale.ts';
import { TranslateContext } from '../strings/translate.ts';
import { createStores, followBridge, loadStores, StoresContext } from '../stores/stores.ts';

/** Puts the window together: stores over the bridge, commands over the stores, the app over both. */
export function startApp(root: Root, connect: (onGone: (gone: boolean) => void) => Bridge): void {
  let setGone: (gone: boolean) => void = () => {};
  const bridge = connect((gone) => setGone(gone));
  const stores = createStores(bridge);
  setGone = (workstationGone) => {
    if (stores.window.getState().workstationGone === workstationGone) return;
    stores.window.setState({ workstationGone });
    // What was announced meanwhile was missed: ask for everything again.
    if (!workstationGone) void loadStores(stores);
  };
  const commands = createCommands(stores, createFocus(document, stores.window));

  followBridge(stores);
  void loadStores(stores).then(() => {
    const lastCaseId = stores.session.getState().app?.lastCaseId ?? null;
    if (lastCaseId !== null && stores.openedCase.getState().caseId === null)
      void showCase(stores, lastCaseId);
  });
  window.addEventListener('keydown', (event) => void commands.dispatcher.keydown(event));
  window.addEventListener('keyup', (event) => commands.dispatcher.keyup(event), { capture: true });
  window.addEventListener('blur', () => commands.dispatcher.blur());
  for (const kind of ['keydown', 'pointerdown', 'wheel'] as const) {
    window.addEventListener(kind, () => stores.timings.input(), { passive: true });
  }
  // A half-typed word is on disk before the window can go away.
  const save = () => void stores.decisionForm.getState().flush();
  document.addEventListener('visibilitychange', save);
  window.addEventListener('pagehide', save);

  const locale = localeOf(location.search);
  document.documentElement.lang = locale.tag;
  document.documentElement.dir = locale.direction;
  root.render(
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={locale.direction}>
        <StoresContext value={stores}>
          <CommandsContext value={commands}>
            <TranslateContext value={locale.translate}>
              <App />
            </TranslateContext>
          </CommandsContext>
        </StoresContext>
      </DirectionProvider>
    </CSPProvider>,
  );
}
