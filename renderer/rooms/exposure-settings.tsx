import { useEffect } from 'react';
import { rooms } from '../../contract/access.ts';
import type { Exposure } from '../../contract/bridge.ts';
import styles from './room.module.css';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import table from '../ui/table.module.css';

/** What was revealed in this shift, breaks, and what not to be given. */
export function ExposureSettings() {
  const t = useTranslate();
  const exposure = useFrom('exposure', ({ value }) => value);
  const onBreak = exposure !== null && exposure.onBreakSince !== null;
  const reviews = useFrom(
    'session',
    ({ session }) => session.is !== 'signed-out' && rooms[session.account.role].includes('review'),
  );
  const { exposure: store } = useStores();
  // What is held and begun changes without an event of its own.
  useEffect(() => void store.getState().load({}), [store]);
  if (!reviews || exposure === null || exposure.harmTypes.length === 0) return null;
  return (
    <section className={styles['section']}>
      <h2>{t('exposure.title')}</h2>
      <p className={styles['quiet']}>{t('exposure.text')}</p>
      <HarmTypes exposure={exposure} />
      <p className={styles['quiet']}>{t('exposure.opt-out.hint')}</p>
      <div className={`${styles['row']} ${styles['line']}`}>
        <CommandButton command={onBreak ? 'break.end' : 'break.take'} />
        {exposure.heldOptedOut > 0 && (
          <>
            <span role="status">{t('exposure.held', { count: exposure.heldOptedOut })}</span>
            <CommandButton command="exposure.release" showKey={false}>
              {t('exposure.release', { count: exposure.heldOptedOut })}
            </CommandButton>
          </>
        )}
      </div>
    </section>
  );
}

function HarmTypes({ exposure }: Readonly<{ exposure: Exposure }>) {
  const t = useTranslate();
  const stores = useStores();
  const optOut = async (id: string, out: boolean): Promise<void> => {
    const others = exposure.harmTypes.filter((one) => one.optedOut && one.id !== id).map((one) => one.id);
    const answer = await stores.bridge.invoke('exposure.optOut', {
      harmTypes: out ? [...others, id] : others,
    });
    if (answer.ok) stores.exposure.setState({ value: answer.value });
    else stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
  };
  return (
    <div className={styles['scroll']}>
      <table className={`${table['table']} ${table['centred']}`}>
        <thead>
          <tr>
            <th>{t('exposure.column.harm')}</th>
            <th className={table['number']}>{t('exposure.column.shift')}</th>
            <th className={table['number']}>{t('exposure.column.break')}</th>
            <th className={table['number']}>{t('exposure.column.budget')}</th>
            <th>{t('exposure.column.opt-out')}</th>
          </tr>
        </thead>
        <tbody>
          {exposure.harmTypes.map(({ id, label, revealed, sinceBreak, budget, optedOut }) => (
            <tr key={id}>
              <td>{label}</td>
              <td className={table['number']}>{revealed}</td>
              <td className={table['number']}>{sinceBreak}</td>
              <td className={table['number']}>{budget ?? t('exposure.no-budget')}</td>
              <td>
                <label className={styles['choice']}>
                  <input
                    type="checkbox"
                    checked={optedOut}
                    aria-label={t('exposure.opt-out', { label })}
                    onChange={(event) => void optOut(id, event.target.checked)}
                  />
                </label>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
