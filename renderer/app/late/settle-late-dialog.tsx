import { useState } from 'react';
import type { Failure } from '../../../contract/bridge.ts';
import { useFrom, useStores, type Stores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { StepForm } from '../../ui/step-form.tsx';

/** Says what follows, and asks why: both people read it. */
export function SettleLateDialog() {
  const t = useTranslate();
  const stores = useStores();
  const asked = useFrom('late', (state) => state.asked);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  if (asked === null) return null;
  const { of, stands } = asked;
  const by = stands === 'late' ? of.by.displayName : (of.standingBy?.displayName ?? '');
  const settle = async () => {
    const lacks = reason.trim() === '';
    setMissing(lacks);
    if (lacks || busy) return;
    setBusy(true);
    const settled = await stores.late.getState().settle(reason.trim());
    setBusy(false);
    if ('ok' in settled) setFailure(settled);
    else {
      say(stores, settled.status === 'settled' ? stands : settled.status);
      stores.window.getState().close();
    }
  };
  return (
    <StepForm
      title={t(`late.settle.${stands}`, { by })}
      hint={t(
        stands === 'late' && of.standing === null
          ? 'late.settle.late.hint-alone'
          : `late.settle.${stands}.hint`,
      )}
      action={t(`late.settle-${stands}`)}
      failure={failure}
      onClose={() => stores.window.getState().close()}
      onSubmit={() => void settle()}
    >
      <Field label={t('case.reason')} error={missing ? t('late.settle.missing') : null}>
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

function say({ window }: Stores, what: 'late' | 'standing' | 'changed' | 'closed'): void {
  const isDone = what === 'late' || what === 'standing';
  window.getState().say(`late.said.${what}`, {}, isDone ? undefined : 'warning');
}
