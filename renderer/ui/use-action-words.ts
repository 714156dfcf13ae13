import { useCallback } from 'react';
import type { ActionKind } from '../../contract/action.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';

export type ActionWords = (kind: ActionKind) => string;

/** What an action is called: as the organisation's catalogue says, else in our words. */
export function useActionWords(): ActionWords {
  const t = useTranslate();
  const actions = useFrom('catalogue', ({ value }) => value?.catalogue?.actions);
  return useCallback(
    (kind) => actions?.find((rule) => rule.kind === kind)?.label ?? t(`command.decision.${kind}`),
    [actions, t],
  );
}
