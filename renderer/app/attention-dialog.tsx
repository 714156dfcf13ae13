import styles from './attention-dialog.module.css';
import { AttentionItems } from '../rooms/sync/attention-items.tsx';
import { useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Dialog } from '../ui/dialog.tsx';

export function AttentionDialog() {
  const t = useTranslate();
  const { window } = useStores();
  return (
    <Dialog title={t('attention.title')} size="wide" onClose={() => window.getState().close()}>
      <div className={styles['items']}>
        <AttentionItems />
      </div>
    </Dialog>
  );
}
