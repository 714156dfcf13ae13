import styles from './attention-dialog.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function SignOutDialog() {
  const t = useTranslate();
  const { window, session } = useStores();
  const waiting = useFrom('session', ({ status }) => status?.waiting ?? 0);
  const close = () => window.getState().close();
  return (
    <Dialog
      title={t('sign-out.title')}
      description={`${t('sign-out.text')} ${t(waiting === 0 ? 'sign-out.nothing-waits' : 'sign-out.waits', { count: waiting })}`}
      onClose={close}
    >
      <div className={styles['buttons']}>
        <Button
          look="primary"
          onClick={() => {
            close();
            void session.getState().signOut();
          }}
        >
          {t('command.session.sign-out')}
        </Button>
        <Button onClick={close}>{t('app.cancel')}</Button>
      </div>
    </Dialog>
  );
}
