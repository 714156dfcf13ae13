import type { KeyboardEvent } from 'react';
import type { BridgeResult } from '../../../contract/bridge.ts';
import type { ListedDraft } from '../../commands/drafts.ts';
import { useCommands, useKeyOf } from '../../commands/use-commands.ts';
import styles from './drafts.module.css';
import room from '../room.module.css';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate, type Translate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import table from '../../ui/table.module.css';
import { lengthInWords, timeOfDay } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** Every decision in the making, the newest first: taken up where it was left, or thrown away (D10). */
export function Drafts({ drafts }: Readonly<{ drafts: BridgeResult<'sync.report'>['drafts'] }>) {
  const t = useTranslate();
  const now = useNow();
  const keys = useKeyOf('drafts.list');
  return (
    <section className={room['section']}>
      <h2>
        {t('sync.drafts')} {keys !== null && <Kbd>{keys}</Kbd>}
      </h2>
      {drafts.length === 0 ? (
        <p className={room['quiet']}>{t('sync.drafts.none')}</p>
      ) : (
        <>
          <p className={room['quiet']}>{t('sync.drafts.hint')}</p>
          <div className={room['scroll']}>
            <table className={`${table['table']} ${styles['drafts']}`} onKeyDown={moveByArrows}>
              <thead>
                <tr>
                  <th>{t('sync.column.case')}</th>
                  <th>{t('sync.column.beginning')}</th>
                  <th>{t('sync.column.age')}</th>
                  <th>
                    <span className="visually-hidden">{t('sync.column.do')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {drafts.map((draft, index) => (
                  <Row key={draft.caseId} draft={draft} isFirst={index === 0} now={now} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

const MINUTE_MS = 60_000;
const ageInWords = (age: number, t: Translate): string =>
  age < MINUTE_MS ? t('time.now') : lengthInWords(age, t);

/** From one draft to the one above or below. */
function moveByArrows(event: KeyboardEvent<HTMLTableElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-draft]')];
  const at = all.findIndex((one) => one.closest('tr')?.contains(document.activeElement));
  const next = all[at + by];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Row({ draft, isFirst, now }: Readonly<{ draft: ListedDraft; isFirst: boolean; now: number }>) {
  const t = useTranslate();
  const commands = useCommands();
  const { window } = useStores();
  const isChosen = useFrom('window', ({ chosenDraft }) => chosenDraft === draft.caseId);
  const keys = useKeyOf('drafts.discard');
  const { reference } = draft;
  const choose = () => window.getState().chooseDraft(draft.caseId);
  const run = (command: string) => {
    choose();
    commands.run(command);
  };
  return (
    <tr className={isChosen ? styles['chosen'] : undefined} onFocus={choose}>
      <td className={styles['case']}>
        <button
          type="button"
          className={room['link']}
          data-draft
          data-focus={isFirst ? 'drafts' : undefined}
          onClick={() => run('drafts.open')}
        >
          <bdi>{draft.title || reference}</bdi>
        </button>{' '}
        <span className={room['quiet']}>{reference}</span>{' '}
        {draft.gone && <Chip tone="warning">{t('sync.drafts.gone')}</Chip>}
      </td>
      <td className={styles['words']}>
        {draft.beginning === '' ? (
          <span className={room['quiet']}>{t('sync.drafts.nothing-written')}</span>
        ) : (
          <span dir="auto">{draft.beginning}</span>
        )}
        {draft.outcome !== null && (
          <div className={room['quiet']}>{t(`decision.outcome.${draft.outcome}`)}</div>
        )}
      </td>
      <td className={styles['age']}>
        <time dateTime={draft.savedAt} title={timeOfDay(draft.savedAt)}>
          {ageInWords(now - Date.parse(draft.savedAt), t)}
        </time>
      </td>
      <td className={styles['do']}>
        <Button look="quiet" onClick={() => run('drafts.discard')}>
          {t('sync.drafts.discard')}
          <span className="visually-hidden">{reference}</span>
          {isChosen && keys !== null && <Kbd>{keys}</Kbd>}
        </Button>
      </td>
    </tr>
  );
}
