import styles from './fields.module.css';
import { useCaret } from './use-caret.ts';
import { useKeyOf } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

export function RationaleField() {
  const t = useTranslate();
  const { decisionForm } = useStores();
  const rationale = useFrom('decisionForm', ({ content }) => content.rationale);
  const keys = useKeyOf('decision.rationale');
  const caret = useCaret<HTMLTextAreaElement>('rationale');
  return (
    <div className={styles['field']}>
      <h3>
        <label htmlFor="rationale">{t('decision.rationale')}</label> {keys !== null && <Kbd>{keys}</Kbd>}
      </h3>
      <textarea
        id="rationale"
        {...caret}
        maxLength={8000}
        value={rationale}
        onChange={(event) => {
          caret.onSelect();
          decisionForm.getState().change({ rationale: event.target.value });
        }}
      />
    </div>
  );
}
