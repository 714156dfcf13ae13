import { useState } from 'react';
import { Loads } from './loads.tsx';
import { countsOf } from './move-result.ts';
import room from '../room.module.css';
import { casesToMove, chosenCount, type MoveTarget } from '../../stores/reassignment.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { StepForm } from '../../ui/step-form.tsx';

/** To whom, what they would hold afterwards, and why; moved is what the preview named (S1). */
export function ReassignDialog() {
  const t = useTranslate();
  const stores = useStores();
  const { reassignment, backlog, team, window } = stores;
  const members = useFrom('team', ({ value }) => value?.members);
  const queues = useFrom('catalogue', ({ value }) => value?.catalogue?.queues);
  const total = useFrom('backlog', ({ value }) => value?.total ?? 0);
  const count = useFrom('reassignment', (state) => chosenCount(state, total));
  const target = useFrom('reassignment', (state) => state.target);
  const preview = useFrom('reassignment', (state) => state.preview);
  const failure = useFrom('reassignment', (state) => state.failure);
  const busy = useFrom('reassignment', (state) => state.busy);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<'target' | 'reason' | null>(null);
  const moving = preview === null ? 0 : casesToMove(reassignment.getState()).length;

  const submit = async () => {
    const lacks = target === null ? 'target' : reason.trim() === '' ? 'reason' : null;
    setMissing(lacks);
    if (lacks !== null || busy || preview === null || moving === 0) return;
    if (!(await reassignment.getState().move(reason.trim()))) return;
    const { queue, assignee, moved } = reassignment.getState();
    if (moved !== null) window.getState().say('team.reassign.result', countsOf(moved));
    void backlog.getState().load({ queue: queue as never, assignee: assignee as never, after: null });
    void team.getState().load({});
    window.getState().close();
  };

  return (
    <StepForm
      title={t('team.move.title', { count })}
      hint={t('team.move.hint')}
      action={
        busy
          ? t('team.move.busy')
          : preview === null
            ? t('team.move.action-plain')
            : t('team.move.action', { count: moving })
      }
      failure={failure}
      onClose={() => window.getState().close()}
      onSubmit={() => void submit()}
    >
      <Field
        label={t('team.reassign.to')}
        error={missing === 'target' && target === null ? t('team.move.target-missing') : null}
      >
        {(control) => (
          <select
            {...control}
            data-first
            value={valueOf(target)}
            onChange={(event) => void reassignment.getState().previewTo(targetOf(event.target.value))}
          >
            <option value="">–</option>
            <option value="balanced">{t('team.move.balanced')}</option>
            {(members ?? []).map((member) => (
              <option key={member.id} value={`person ${member.id}`}>
                {member.displayName} ({member.openCases} / {member.capacity})
              </option>
            ))}
            {(queues ?? []).map((queue) => (
              <option key={queue.id} value={`queue ${queue.id}`}>
                {t('team.reassign.to-queue', { queue: queue.name })}
              </option>
            ))}
          </select>
        )}
      </Field>
      {target !== null && preview === null && failure === null && (
        <p role="status" className={room['quiet']}>
          {t('team.move.looking')}
        </p>
      )}
      {preview !== null && <Loads preview={preview} target={target} moving={moving} />}
      <Field
        label={t('team.reassign.reason')}
        error={missing === 'reason' && reason.trim() === '' ? t('team.reassign.reason-missing') : null}
      >
        {(control) => (
          <input
            {...control}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </StepForm>
  );
}

function targetOf(value: string): MoveTarget | null {
  const [to, id = ''] = value.split(' ');
  if (to === 'balanced') return { to: 'balanced' };
  if (to === 'queue') return { to: 'queue', queue: id as never };
  return to === 'person' ? { to: 'person', personId: id as never } : null;
}

function valueOf(target: MoveTarget | null): string {
  switch (target?.to) {
    case 'person':
      return `person ${target.personId}`;
    case 'queue':
      return `queue ${target.queue}`;
    case 'balanced':
      return 'balanced';
    default:
      return '';
  }
}
