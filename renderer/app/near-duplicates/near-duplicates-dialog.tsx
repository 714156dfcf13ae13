import { useEffect, useRef } from 'react';
import styles from './near-duplicates-dialog.module.css';
import { GroupDecision } from './group-decision.tsx';
import { GroupFoot } from './group-foot.tsx';
import { GroupList } from './group-list.tsx';
import { GroupPreview } from './group-preview.tsx';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Dialog } from '../../ui/dialog.tsx';

/** Near-duplicates of the case on screen: what each says, which are exceptions, and the one decision on all others (D13). */
export function NearDuplicatesDialog() {
  const t = useTranslate();
  const { window } = useStores();
  const list = useRef<HTMLDivElement>(null);
  const total = useFrom('nearDuplicates', (state) => state.total);
  const isOver = useFrom('nearDuplicates', (state) => state.like === null);
  // The case on screen was decided elsewhere meanwhile, or is somebody else's.
  useEffect(() => {
    if (isOver) window.getState().close();
  }, [isOver, window]);
  if (isOver) return null;
  return (
    <Dialog
      title={t('group.title', { count: total })}
      description={t('group.hint')}
      size="full"
      initialFocus={list}
      onClose={() => window.getState().close()}
    >
      <div className={styles['compare']}>
        <GroupList list={list} />
        <GroupPreview />
      </div>
      <GroupDecision onLeave={() => list.current?.focus()} />
      <GroupFoot />
    </Dialog>
  );
}
