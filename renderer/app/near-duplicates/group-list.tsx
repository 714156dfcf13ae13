import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import type { NearDuplicate } from '../../../contract/batch.ts';
import styles from './near-duplicates-dialog.module.css';
import { DifferenceWords } from './difference-words.tsx';
import { saidIn } from './said-in.ts';
import { Untrusted } from '../../evidence/text/marked-text.tsx';
import { differencesOf } from '../../rules/decide-together.ts';
import { chosenOf } from '../../stores/near-duplicates.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';

const ROW_PX = 58;
/** So many places where a text differs are shown on its row. */
const SHOWN = 3;
const rowId = (index: number): string => `group-row-${index}`;

/** Its keys are commands: they move, tick off and on, and submit. */
export function GroupList({ list }: Readonly<{ list: RefObject<HTMLDivElement | null> }>) {
  const t = useTranslate();
  const { nearDuplicates } = useStores();
  const members = useFrom('nearDuplicates', (state) => state.members);
  const off = useFrom('nearDuplicates', (state) => state.off);
  const at = useFrom('nearDuplicates', (state) => state.at);
  const reading = useFrom('nearDuplicates', (state) => state.reading);
  const total = useFrom('nearDuplicates', (state) => state.total);
  const scroller = useRef<HTMLDivElement>(null);
  // The compiler of React must not memoise what the virtualizer returns: it is made to be read anew.
  const virtualizer = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
  });
  useLayoutEffect(() => {
    if (members.length > 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [virtualizer, at, members.length]);
  const lead = members[0];
  return (
    <div className={styles['side']}>
      <p className={styles['count']} role="status">
        {reading
          ? t('group.reading', { here: members.length, total })
          : t('group.chosen', { chosen: chosenOf({ members, off }).length, total: members.length })}
      </p>
      <div
        ref={(element) => {
          scroller.current = element;
          list.current = element;
        }}
        className={styles['list']}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t('group.cases')}
        aria-activedescendant={members.length > 0 ? rowId(at) : undefined}
        data-focus="group"
        tabIndex={0}
        // A dialog keeps the arrows to itself; letters reach the commands.
        onKeyDown={(event) => {
          const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: members.length - 1 }[event.key];
          if (to === undefined) return;
          event.preventDefault();
          nearDuplicates.getState().look(to);
        }}
      >
        <div className={styles['canvas']} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {lead !== undefined &&
            virtualizer.getVirtualItems().map(({ index, start }) => {
              const member = members[index];
              return (
                member !== undefined && (
                  <Row
                    key={member.caseId}
                    member={member}
                    lead={lead}
                    index={index}
                    start={start}
                    total={members.length}
                    looked={index === at}
                    ticked={member.why === '' && !off.has(member.caseId)}
                  />
                )
              );
            })}
        </div>
      </div>
    </div>
  );
}

type RowProps = Readonly<{
  member: NearDuplicate;
  lead: NearDuplicate;
  index: number;
  start: number;
  total: number;
  looked: boolean;
  ticked: boolean;
}>;

const Row = memo(function Row({ member, lead, index, start, total, looked, ticked }: RowProps) {
  const t = useTranslate();
  const { nearDuplicates } = useStores();
  const isLead = index === 0;
  return (
    <div
      id={rowId(index)}
      role="option"
      aria-selected={ticked}
      aria-disabled={member.why !== ''}
      aria-setsize={total}
      aria-posinset={index + 1}
      className={[styles['row'], looked && styles['looked'], !ticked && styles['off']]
        .filter(Boolean)
        .join(' ')}
      style={{ transform: `translateY(${start}px)` }}
      data-case-id={member.caseId}
      onClick={() => nearDuplicates.getState().look(index)}
    >
      <span
        aria-hidden="true"
        className={styles['box']}
        onClick={(event) => {
          event.stopPropagation();
          nearDuplicates.getState().toggle(index);
        }}
      >
        {ticked ? '✓' : member.why === '' ? '' : '–'}
      </span>
      <div className={styles['words']}>
        <div className={styles['title']}>
          <Untrusted text={member.title} />
        </div>
        <div className={styles['facts']}>
          {member.why === '' ? <Differences member={member} lead={lead} isLead={isLead} /> : member.why}
        </div>
      </div>
      <div className={styles['marks']}>
        <span>{member.reference}</span>
        {isLead ? (
          <Chip tone="accent">{t('group.open-case')}</Chip>
        ) : (
          member.hasDraft && <Chip>{t('group.draft')}</Chip>
        )}
      </div>
    </div>
  );
});

function Differences({
  member,
  lead,
  isLead,
}: Readonly<{ member: NearDuplicate; lead: NearDuplicate; isLead: boolean }>) {
  const t = useTranslate();
  const differences = useMemo(() => {
    const [before, after] = [saidIn(lead), saidIn(member)];
    return before === null || after === null ? null : differencesOf(before, after);
  }, [member, lead]);
  if (isLead) return <Untrusted text={member.owner} />;
  if (differences === null) return t('group.no-text');
  if (differences.length === 0) return t('group.same-text');
  const more = differences.length - SHOWN;
  return (
    <>
      {differences.slice(0, SHOWN).map((difference, index) => (
        <DifferenceWords key={`${index} ${difference.after}`} difference={difference} />
      ))}
      {more > 0 && <span>{t('group.differs.more', { count: more })}</span>}
    </>
  );
}
