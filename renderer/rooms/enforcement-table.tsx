import { Fragment, useState, type KeyboardEvent } from 'react';
import type { EnforcementLine } from '../../contract/enforcement.ts';
import styles from './enforcement-room.module.css';
import room from './room.module.css';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Button } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { Kbd } from '../ui/kbd.tsx';
import table from '../ui/table.module.css';
import { timeOfDay, timeToTheSecond } from '../ui/time.ts';
import { useActionWords } from '../ui/use-action-words.ts';

const COLUMNS = 7;

export function EnforcementTable({ lines }: Readonly<{ lines: readonly EnforcementLine[] }>) {
  const t = useTranslate();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <div className={room['scroll']}>
      <table className={table['table']} onKeyDown={moveByArrows}>
        <thead>
          <tr>
            <th>{t('enforcement.column.state')}</th>
            <th>{t('enforcement.column.action')}</th>
            <th>{t('enforcement.column.case')}</th>
            <th>{t('enforcement.column.by')}</th>
            <th>{t('enforcement.column.attempts')}</th>
            <th>{t('enforcement.column.words')}</th>
            <th>
              <span className="visually-hidden">{t('enforcement.column.do')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Fragment key={line.id}>
              <Line line={line} isOpen={open.has(line.id)} onToggle={() => toggle(line.id)} />
              {open.has(line.id) && <Log line={line} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From the log button of a line to the one of the line above or below. */
function moveByArrows(event: KeyboardEvent<HTMLTableElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const toggles = [...event.currentTarget.querySelectorAll<HTMLElement>('[aria-expanded]')];
  const at = toggles.findIndex((one) => one.closest('tr')?.contains(document.activeElement));
  const next = toggles[at + by];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

const looks: Readonly<Record<EnforcementLine['state'], Readonly<{ tone: Tone; mark: string }>>> = {
  awaiting: { tone: 'warning', mark: '⧗' },
  requested: { tone: 'warning', mark: '…' },
  confirmed: { tone: 'success', mark: '✓' },
  failed: { tone: 'danger', mark: '✕' },
  cancelled: { tone: 'plain', mark: '↩' },
};

function Line({
  line,
  isOpen,
  onToggle,
}: Readonly<{ line: EnforcementLine; isOpen: boolean; onToggle(): void }>) {
  const t = useTranslate();
  const { enforcementLog } = useStores();
  const commands = useCommands();
  const actionWords = useActionWords();
  const isChosen = useFrom('enforcementLog', ({ chosenId }) => chosenId === line.id);
  const keys = useKeyOf('enforcement.ask-again');
  const words = actionWords(line.action.action);
  const action = line.reverses === null ? words : t('enforcement.takes-back', { action: words });
  const { tone, mark } = looks[line.state];
  const { reference } = line;
  const choose = () => enforcementLog.getState().choose(line.id);
  return (
    <tr className={isChosen ? styles['chosen'] : undefined} onFocus={choose}>
      <td>
        <Chip tone={tone}>
          <span aria-hidden="true" className={styles['mark']}>
            {mark}
          </span>
          {t(`enforcement.state.${line.state}`)}
        </Chip>
      </td>
      <td className={styles['subject']}>
        <b>{action}</b>
        <div className={room['quiet']}>
          {t(`evidence.subject.${line.subject.type}`)} <bdi>{line.subject.id}</bdi>
        </div>
      </td>
      <td className={styles['number']}>
        {reference}
        <div className={room['quiet']}>{timeOfDay(line.requestedAt)}</div>
      </td>
      <td>
        <bdi>{line.by}</bdi>
      </td>
      <td className={styles['number']}>
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={isOpen}
          aria-label={t('enforcement.log.of', { count: line.attempts, action, reference })}
          onClick={onToggle}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>{' '}
          {t('enforcement.log', { count: line.attempts })}
        </button>
        <Next line={line} />
      </td>
      <td className={styles['words']}>
        <bdi>{line.detail}</bdi>
      </td>
      <td>
        {line.state === 'failed' && (
          <Button
            aria-label={t('enforcement.ask-again.of', { action, reference })}
            onClick={() => {
              choose();
              commands.run('enforcement.ask-again');
            }}
          >
            {t('enforcement.ask-again')}
            {isChosen && keys !== null && <Kbd>{keys}</Kbd>}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Next({ line: { state, attempts, nextAttemptAt } }: Readonly<{ line: EnforcementLine }>) {
  const t = useTranslate();
  if (state !== 'requested') return null;
  if (nextAttemptAt !== null)
    return (
      <div className={room['quiet']}>{t('enforcement.next-attempt', { time: timeOfDay(nextAttemptAt) })}</div>
    );
  return attempts > 0 ? <div className={room['quiet']}>{t('enforcement.under-way')}</div> : null;
}

function Log({ line }: Readonly<{ line: EnforcementLine }>) {
  const t = useTranslate();
  return (
    <tr className={styles['log']}>
      <td colSpan={COLUMNS}>
        <ol>
          {line.log.length === 0 && <li>{t('enforcement.log.none')}</li>}
          {line.log.map((attempt) => (
            <li key={`${attempt.at} ${attempt.durationMs}`}>
              <span className={styles['number']}>{timeToTheSecond(attempt.at)}</span>
              <span>
                {attempt.httpStatus === null
                  ? t('enforcement.log.no-answer')
                  : t('enforcement.log.status', { status: String(attempt.httpStatus) })}
              </span>
              <span className={styles['number']}>
                {t('enforcement.log.took', { ms: attempt.durationMs })}
              </span>
              <bdi className={styles['subject']}>{attempt.detail}</bdi>
            </li>
          ))}
        </ol>
      </td>
    </tr>
  );
}
