import { useState } from 'react';
import type { Failure } from '../../contract/bridge.ts';
import type { DeviceLine } from '../../contract/devices.ts';
import { Choices } from './choices.tsx';
import styles from './room.module.css';
import { useDeviceWords } from './use-device-words.ts';
import { chosenDevice, lineKey } from '../stores/devices.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import form from '../ui/step-form.module.css';
import { StepForm } from '../ui/step-form.tsx';
import { timeOfDay } from '../ui/time.ts';
import { useKept } from '../ui/use-kept.ts';

/** Ends the use of a device or takes that back: says what becomes of what waits there, asks why, shows the answer (S3). */
export function EndDeviceDialog() {
  const t = useTranslate();
  const { window, devices } = useStores();
  const line = useKept(useFrom('devices', chosenDevice));
  const how = useFrom('devices', (state) => state.how);
  const onIt = useFrom('devices', (state) => state.devices?.filter(({ id }) => id === line?.id).length ?? 0);
  const [whom, setWhom] = useState<'one' | 'all'>('one');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [answer, setAnswer] = useState<readonly DeviceLine[] | null>(null);
  if (line === undefined) return null;
  const close = () => window.getState().close();
  if (answer !== null) return <Answer lines={answer} onClose={close} />;
  const end = async () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    const ended = await devices.getState().end({
      deviceId: line.id,
      how,
      personId: whom === 'one' ? line.person.id : null,
      reason: reason.trim(),
    });
    if ('ok' in ended) setFailure(ended);
    else setAnswer(ended);
  };
  const waits =
    line.waitingAt === null
      ? t('devices.waits.unknown')
      : t('devices.waits', { waiting: line.waiting, time: timeOfDay(line.waitingAt) });
  return (
    <StepForm
      title={t(`devices.end.${how}`, { device: line.name })}
      hint={t(`devices.end.${how}.hint`, { waits })}
      action={t(`devices.do.${how}`)}
      failure={failure}
      onClose={close}
      onSubmit={() => void end()}
    >
      {onIt > 1 ? (
        <Choices<'one' | 'all'>
          legend={t('devices.end.whom')}
          options={[
            { value: 'one', label: t('devices.end.whom.one', { person: line.person.displayName }) },
            { value: 'all', label: t('devices.end.whom.all', { count: onIt }) },
          ]}
          value={whom}
          onChange={setWhom}
        />
      ) : (
        <p>
          {t('devices.end.whom')} <bdi>{line.person.displayName}</bdi>
        </p>
      )}
      <Field label={t('case.reason')} error={missing ? t('devices.end.missing') : null}>
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

function Answer({ lines, onClose }: Readonly<{ lines: readonly DeviceLine[]; onClose(): void }>) {
  const t = useTranslate();
  const words = useDeviceWords();
  return (
    <Dialog title={t('devices.answer')} initialFocus="content" onClose={onClose}>
      <div className={form['form']}>
        {lines.map((line) => (
          <div key={lineKey(line)} role="status">
            {t('devices.answer.line', {
              person: line.person.displayName,
              device: line.name,
              state: words.state(line),
            })}
            {words.more(line).map((sentence) => (
              <div key={sentence} className={styles['quiet']}>
                <bdi>{sentence}</bdi>
              </div>
            ))}
          </div>
        ))}
        <div className={form['buttons']}>
          <Button look="primary" onClick={onClose}>
            {t('app.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
