import { useLayoutEffect, useRef } from 'react';
import styles from './fields.module.css';
import { useKeyOf } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

export function RationaleField() {
  const t = useTranslate();
  const { decisionForm } = useStores();
  const rationale = useFrom('decisionForm', ({ content }) => content.rationale);
  const keys = useKeyOf('decision.rationale');
  const field = useRef<HTMLTextAreaElement>(null);
  // The caret is put back where it was when the draft was left.
  useLayoutEffect(() => {
    const { caret } = decisionForm.getState().content;
    if (caret?.field === 'rationale') field.current?.setSelectionRange(caret.position, caret.position);
  }, [decisionForm]);
  const caretOf = (element: HTMLTextAreaElement) => ({
    field: 'rationale',
    position: element.selectionStart,
  });
  return (
    <div className={styles['field']}>
      <h3>
        <label htmlFor="rationale">{t('decision.rationale')}</label> {keys !== null && <Kbd>{keys}</Kbd>}
      </h3>
      <textarea
        id="rationale"
        ref={field}
        data-focus="rationale"
        maxLength={8000}
        value={rationale}
        onChange={(event) =>
          decisionForm.getState().change({ rationale: event.target.value, caret: caretOf(event.target) })
        }
        onBlur={() => void decisionForm.getState().flush()}
      />
    </div>
  );
}
