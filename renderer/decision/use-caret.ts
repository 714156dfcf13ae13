import { useLayoutEffect, useRef } from 'react';
import { useFrom, useStores } from '../stores/stores.ts';

/** Fields of the form that are written in; a draft keeps in which one, and where. */
export type WrittenField = 'rationale' | 'message-subject' | 'message-body';

/** The caret is put back where it was when the draft was left, and kept with the draft. */
export function useCaret<E extends HTMLTextAreaElement | HTMLInputElement>(name: WrittenField) {
  const { decisionForm } = useStores();
  const caseId = useFrom('decisionForm', (state) => state.caseId);
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const { caret } = decisionForm.getState().content;
    if (caret?.field === name) ref.current?.setSelectionRange(caret.position, caret.position);
  }, [decisionForm, name, caseId]);
  const place = () => {
    const position = ref.current?.selectionStart ?? 0;
    if (document.activeElement === ref.current) decisionForm.getState().placeCaret({ field: name, position });
  };
  return {
    ref,
    'data-focus': name,
    onSelect: place,
    onKeyUp: place,
    onBlur: () => void decisionForm.getState().flush(),
  } as const;
}
