import { useState } from 'react';
import { countsOf } from './move-result.ts';
import { undoOf } from '../../stores/reassignment.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { StepForm } from '../../ui/step-form.tsx';

/** Gives back what the last move took, as far as nobody has decided or moved it since. */
export function UndoReassignDialog() {
  const t = useTranslate();
  const { reassignment, backlog, team, window } = useStores();
  const count = useFrom('reassignment', ({ moved }) => (moved === null ? 0 : undoOf(moved).length));
  const failure = useFrom('reassignment', (state) => state.failure);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const undo = async () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '' || !(await reassignment.getState().undo(reason.trim()))) return;
    const { queue, assignee, moved } = reassignment.getState();
    if (moved !== null) window.getState().say('team.undo.result', countsOf(moved));
    void backlog.getState().load({ queue: queue as never, assignee: assignee as never, after: null });
    void team.getState().load({});
    window.getState().close();
  };
  return (
    <StepForm
      title={t('team.undo.title', { count })}
      hint={t('team.undo.hint')}
      action={t('team.undo.action')}
      failure={failure}
      onClose={() => window.getState().close()}
      onSubmit={() => void undo()}
    >
      <Field label={t('team.reassign.reason')} error={missing ? t('team.reassign.reason-missing') : null}>
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
