import { useState } from 'react';
import type { BridgeResult, Failure } from '../../contract/bridge.ts';
import type { BacklogCase } from '../../contract/supervision.ts';
import styles from './room.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';

type Result = BridgeResult<'reassignment.create'>;

/** Moves the chosen cases to a person, or back to their queue. Answered case by case. */
export function Reassign({ chosen, onDone }: Readonly<{ chosen: readonly BacklogCase[]; onDone(): void }>) {
  const t = useTranslate();
  const { bridge, team } = useStores();
  const members = useFrom('team', (state) => state.value?.members);
  const queues = useFrom('catalogue', (state) => state.value?.catalogue?.queues);
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const [asked, setAsked] = useState<readonly BacklogCase[]>([]);

  const reassign = async () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '' || target === '') return;
    const [to, id = ''] = target.split(' ');
    setAsked(chosen);
    const answer = await bridge.invoke('reassignment.create', {
      target: to === 'queue' ? { to: 'queue', queue: id } : { to: 'person', personId: id },
      reason: reason.trim(),
      cases: chosen.map((one) => ({ caseId: one.id, epoch: one.epoch })),
    });
    if (!answer.ok) {
      setFailure(answer);
      return;
    }
    setFailure(null);
    setResult(answer.value);
    setReason('');
    void team.getState().load({});
    onDone();
  };

  const left = result?.answers.filter(({ status }) => status !== 'moved' && status !== 'unchanged') ?? [];
  const reference = (caseId: string) => asked.find((one) => one.id === caseId)?.reference ?? caseId;
  return (
    <div className={styles['section']}>
      {chosen.length > 0 && (
        <div className={styles['row']}>
          <span>{t('team.selected', { count: chosen.length })}</span>
          <Field label={t('team.reassign.to')}>
            {(control) => (
              <select {...control} value={target} onChange={(event) => setTarget(event.target.value)}>
                <option value="">–</option>
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
          <Field label={t('team.reassign.reason')} error={missing ? t('team.reassign.reason-missing') : null}>
            {(control) => (
              <input
                {...control}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <Button look="primary" disabled={target === ''} onClick={() => void reassign()}>
            {t('team.reassign')}
          </Button>
        </div>
      )}
      {failure !== null && (
        <p role="alert" className={styles['notice']}>
          {t(`failure.${failure.code}`, { detail: failure.detail })}
        </p>
      )}
      {result !== null && (
        <div role="status">
          {t('team.reassign.result', {
            moved: result.answers.filter(({ status }) => status === 'moved').length,
            unchanged: result.answers.filter(({ status }) => status === 'unchanged').length,
            failed: left.length,
          })}
          {left.map(({ caseId, status }) => (
            <div key={caseId} className={styles['quiet']}>
              {t('team.reassign.not-moved', { reference: reference(caseId), why: t(`reassign.${status}`) })}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
