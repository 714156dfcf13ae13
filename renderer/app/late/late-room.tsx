import { useCallback, useEffect, useRef } from 'react';
import { LateKind, type LateDecision } from '../../../contract/supervision.ts';
import desk from '../looked-at/desk.module.css';
import { LateCase } from './late-case.tsx';
import { LateDecisions } from './late-decisions.tsx';
import styles from './late.module.css';
import { NeedsContact } from '../../rooms/needs-contact.tsx';
import room from '../../rooms/room.module.css';
import { chosenLate } from '../../stores/late-room.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { CommandButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { useLive } from '../../ui/use-live.ts';

/** Decisions that came after their case had moved on: both beside each other, and a supervisor says which stands (D8). */
export function LateRoom() {
  const t = useTranslate();
  const { late } = useStores();
  const kind = useFrom('late', (state) => state.kind);
  const at = useFrom('late', (state) => state.at);
  const failure = useFrom('late', (state) => state.failure);
  const decisions = useFrom('late', (state) => state.decisions);
  const chosen = useFrom('late', chosenLate);
  useLive(
    useCallback(() => {
      // A page that was asked for behind the first one stays on screen.
      const { kind: shown, decisions: known, load } = late.getState();
      if (shown !== 'settled' || known === null) void load();
    }, [late]),
  );
  return (
    <div className={desk['room']}>
      <div className={room['section']}>
        <div className={room['head']}>
          <h1>{t('late.title')}</h1>
          {at !== null && <span className={room['quiet']}>{t('team.as-of', { time: timeOfDay(at) })}</span>}
          <span className={room['space']} />
          <Kinds />
        </div>
        <p className={room['quiet']}>{t(`late.kind.hint.${kind}`)}</p>
      </div>
      <NeedsContact failure={failure} at={at} />
      {decisions === null && failure === null && <p className={room['quiet']}>{t('late.loading')}</p>}
      {decisions?.length === 0 && <p className={room['quiet']}>{t(`late.none.${kind}`)}</p>}
      {decisions !== null && decisions.length > 0 && (
        <div className={desk['desk']}>
          <List decisions={decisions} chosen={chosen} />
          {chosen !== undefined && (
            <div className={desk['chosen']} key={chosen.decision.id}>
              <LateDecisions of={chosen} />
              {chosen.settled === 'open' && <LateCase of={chosen} />}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function Kinds() {
  const t = useTranslate();
  const kind = useFrom('late', (state) => state.kind);
  const counts = {
    conflicting: useFrom('late', (state) => state.conflicting),
    uncontested: useFrom('late', (state) => state.uncontested),
    settled: null,
  };
  return (
    <div role="group" aria-label={t('late.kind')} className={styles['kinds']}>
      {LateKind.options.map((one) => {
        const count = counts[one];
        return (
          <span key={one} className={one === kind ? styles['current'] : undefined}>
            <CommandButton command={`late.${one}`} look="quiet">
              {t(`late.kind.${one}`)}
              {count !== null && <Chip tone={count > 0 ? 'warning' : 'plain'}>{count}</Chip>}
            </CommandButton>
          </span>
        );
      })}
    </div>
  );
}

function List({
  decisions,
  chosen,
}: Readonly<{ decisions: readonly LateDecision[]; chosen: LateDecision | undefined }>) {
  const t = useTranslate();
  const { late } = useStores();
  const next = useFrom('late', (state) => state.next);
  return (
    <nav className={desk['list']} aria-label={t('late.list')}>
      <ul>
        {decisions.map((one) => (
          <Line key={one.decision.id} one={one} isChosen={one === chosen} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" className={room['link']} onClick={() => void late.getState().more()}>
          {t('late.more')}
        </button>
      )}
    </nav>
  );
}

function Line({ one, isChosen }: Readonly<{ one: LateDecision; isChosen: boolean }>) {
  const t = useTranslate();
  const { late } = useStores();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const words = {
    late: t(`decision.outcome.${one.decision.outcome}`),
    standing: one.standing === null ? '' : t(`decision.outcome.${one.standing.outcome}`),
  };
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={desk['line']}
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => late.getState().choose(one.decision.id)}
      >
        <b className={desk['title']}>
          <bdi>{one.case.title}</bdi>
        </b>
        <span>{t(one.standing === null ? 'late.line.alone' : 'late.line', words)}</span>
        <span className={desk['facts']}>
          <span>{one.case.reference}</span>
          <span>{t('late.by', { by: one.by.displayName, time: timeOfDay(one.receivedAt) })}</span>
          {one.settled !== 'open' && <Chip tone="plain">{t(`late.settled.${one.settled}`)}</Chip>}
        </span>
      </button>
    </li>
  );
}
