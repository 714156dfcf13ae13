import { useEffect, useRef, useState } from 'react';
import styles from './diagnostics-dialog.module.css';
import { diagnosticsOf } from '../rules/diagnostics.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** What is told to whoever helps: shown before it is copied, so that everybody sees what leaves. */
export function DiagnosticsDialog() {
  const t = useTranslate();
  const { window: view, sync } = useStores();
  const app = useFrom('session', (state) => state.app);
  const status = useFrom('session', (state) => state.status);
  const report = useFrom('sync', (state) => state.value);
  const text = useRef<HTMLTextAreaElement>(null);
  const [now] = useState(() => new Date().toISOString());
  useEffect(() => void sync.getState().load({}), [sync]);
  const words =
    app === null
      ? ''
      : diagnosticsOf(app, status, report, {
          userAgent: navigator.userAgent,
          language: navigator.language,
          timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
          now,
        });
  const copy = () => {
    text.current?.select();
    // Without a permission: the window has none to read or write the clipboard by itself.
    const isCopied = document.execCommand('copy');
    view.getState().say(isCopied ? 'diagnostics.copied' : 'diagnostics.not-copied');
  };
  return (
    <Dialog
      title={t('diagnostics.title')}
      description={t('diagnostics.hint')}
      size="wide"
      initialFocus={text}
      onClose={() => view.getState().close()}
    >
      <textarea
        ref={text}
        className={styles['text']}
        aria-label={t('diagnostics.title')}
        readOnly
        rows={18}
        value={words}
        onFocus={(event) => event.target.select()}
      />
      <div className={styles['buttons']}>
        <Button look="primary" onClick={copy}>
          {t('diagnostics.copy')}
        </Button>
      </div>
    </Dialog>
  );
}
