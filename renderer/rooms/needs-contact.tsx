import type { Failure } from '../../contract/bridge.ts';
import styles from './room.module.css';
import { useTranslate } from '../strings/translate.ts';
import { timeOfDay } from '../ui/time.ts';

/** Why a room that asks the central API shows nothing, or something old. `at`: when what is shown was asked for. */
export function NeedsContact({ failure, at }: Readonly<{ failure: Failure | null; at: string | null }>) {
  const t = useTranslate();
  if (failure === null) return null;
  const words =
    failure.code !== 'no-contact'
      ? t(`failure.${failure.code}`, { detail: failure.detail })
      : at === null
        ? t('team.no-contact-yet')
        : t('team.no-contact', { time: timeOfDay(at) });
  return (
    <p role="status" className={styles['notice']}>
      {words}
    </p>
  );
}
