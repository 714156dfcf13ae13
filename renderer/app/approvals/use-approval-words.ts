import { useMemo } from 'react';
import type { AwaitingApproval } from '../../../contract/approval.ts';
import { gravestOf } from '../../rules/permitted.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';

/** What a decision that waits would do, by the gravest of it. */
export function useApprovalWords() {
  const t = useTranslate();
  const rules = useFrom('catalogue', ({ value }) => value?.catalogue?.actions);
  return useMemo(
    () => ({
      what({ decision }: AwaitingApproval): string {
        const gravest = gravestOf(
          rules ?? [],
          decision.actions.map(({ action }) => action),
        );
        return gravest?.submitLabel ?? t(`decision.outcome.${decision.outcome}`);
      },
    }),
    [rules, t],
  );
}
