import { useState } from 'react';
import { countsOf } from './move-result.ts';
import type { Failure } from '../../../contract/bridge.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Field } from '../../ui/field.tsx';
import { StepForm } from '../../ui/step-form.tsx';

/** Marks somebody as away, which hands on what they hold, or as back; with a reason for the audit trail (S1). */
export function MarkAwayDialog() {
  const t = useTranslate();
  const { coverage, window, team, backlog, reassignment } = useStores();
  const person = useFrom('coverage', (state) => state.asked);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<'reason' | 'until' | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  if (person === null) return null;
  const away = person.away === null;
  const what = away ? 'away' : 'back';
  const mark = async () => {
    const isPast = away && until !== '' && !(Date.parse(until) > Date.now());
    const lacks = reason.trim() === '' ? 'reason' : isPast ? 'until' : null;
    setWrong(lacks);
    if (lacks !== null || busy) return;
    setBusy(true);
    const marked = await coverage.getState().mark({
      personId: person.id,
      away,
      until: away && until !== '' ? new Date(until).toISOString() : null,
      reason: reason.trim(),
    });
    setBusy(false);
    if ('ok' in marked) {
      setFailure(marked);
      return;
    }
    const { moved, unchanged, failed } = countsOf(marked);
    window
      .getState()
      .say(`team.${what}.said`, { person: person.displayName, count: moved + unchanged, left: failed });
    void team.getState().load({});
    const { queue, assignee } = reassignment.getState();
    void backlog.getState().load({ queue: queue as never, assignee: assignee as never, after: null });
    window.getState().close();
  };
  return (
    <StepForm
      title={t(`team.${what}.title`, { person: person.displayName })}
      hint={t(`team.${what}.hint`, { count: person.openCases })}
      action={t(`team.${what}.action`)}
      failure={failure}
      onClose={() => window.getState().close()}
      onSubmit={() => void mark()}
    >
      <Field
        label={t('team.reassign.reason')}
        error={wrong === 'reason' ? t('team.reassign.reason-missing') : null}
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
      {away && (
        <Field label={t('team.away.until-label')} error={wrong === 'until' ? t('team.away.past') : null}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          )}
        </Field>
      )}
    </StepForm>
  );
}
