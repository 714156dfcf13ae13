import { useState } from 'react';
import { useApprovalWords } from './use-approval-words.ts';
import type { ApprovalSettled } from '../../../contract/approval.ts';
import type { Failure } from '../../../contract/bridge.ts';
import { useFrom, useStores, type Stores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { StepForm } from '../../ui/step-form.tsx';

/** Says what follows, and asks for the words: needed for a refusal, since its author decides again with them. */
export function SettleApprovalDialog() {
  const t = useTranslate();
  const words = useApprovalWords();
  const stores = useStores();
  const asked = useFrom('approvals', (state) => state.asked);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  if (asked === null) return null;
  const { of, verdict, decisions } = asked;
  const settle = async () => {
    const lacks = verdict === 'refuse' && reason.trim() === '';
    setMissing(lacks);
    if (lacks || busy) return;
    setBusy(true);
    const settled = await stores.approvals.getState().settle(reason.trim());
    setBusy(false);
    if ('ok' in settled) setFailure(settled);
    else {
      sayWhatCame(stores, settled);
      stores.window.getState().close();
    }
  };
  return (
    <StepForm
      title={t(`approvals.settle.${verdict}`, { what: words.what(of), count: decisions.length })}
      hint={
        verdict === 'approve'
          ? t('approvals.settle.approve.hint')
          : t('approvals.settle.refuse.hint', { by: of.by.displayName })
      }
      action={t(`approvals.${verdict}`)}
      failure={failure}
      onClose={() => stores.window.getState().close()}
      onSubmit={() => void settle()}
    >
      <Field
        label={t(verdict === 'approve' ? 'approvals.settle.words' : 'case.reason')}
        error={missing ? t('approvals.settle.missing') : null}
      >
        {(control) => (
          <input
            {...control}
            data-first
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}

function sayWhatCame({ window }: Stores, { answers }: ApprovalSettled): void {
  const done = answers.filter(({ status }) => status === 'approved' || status === 'refused');
  const left = answers.length - done.length;
  const [first] = done;
  if (left > 0) window.getState().say('approvals.settled.changed', { count: left }, 'warning');
  else if (first?.status === 'approved')
    window.getState().say('approvals.settled.approved', { count: done.length });
  else window.getState().say('approvals.settled.refused', { count: done.length });
}
