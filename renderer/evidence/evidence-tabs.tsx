import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslate } from '../strings/translate.ts';
import type { EvidenceTab } from './model/tabs.ts';
import styles from './evidence-tabs.module.css';

export const tabDomId = (id: string): string => `evidence-tab-${id}`;
export const panelDomId = (id: string): string => `evidence-panel-${id}`;
export const timelineTab = 'timeline';

/** Tabs of the evidence, and last what was said and done. Arrow keys move among them; `[` `]` do from anywhere. */
export function EvidenceTabs({
  tabs,
  current,
  open,
}: Readonly<{ tabs: readonly EvidenceTab[]; current: string | null; open: (tab: string) => void }>) {
  const t = useTranslate();
  const list = useRef<HTMLDivElement>(null);
  const ids = [...tabs.map(({ id }) => id), timelineTab];

  useEffect(() => {
    if (current === null) return undefined;
    // With the frame, whose layout it needs anyway: before it, a whole case would be laid out while a key is answered.
    const frame = requestAnimationFrame(() => {
      const tab = list.current?.querySelector('[aria-selected="true"]') ?? null;
      if (list.current !== null && tab !== null) bringWithin(list.current, tab);
    });
    return () => cancelAnimationFrame(frame);
  }, [current]);

  const onKey = (event: KeyboardEvent) => {
    const at = current === null ? 0 : ids.indexOf(current);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: ids.length - 1 }[event.key];
    const id = to === undefined ? undefined : ids[(to + ids.length) % ids.length];
    if (id === undefined) return;
    event.preventDefault();
    open(id);
    document.getElementById(tabDomId(id))?.focus();
  };

  return (
    <div
      ref={list}
      className={styles['tabs']}
      role="tablist"
      aria-label={t('evidence.tabs')}
      onKeyDown={onKey}
    >
      {tabs.map((tab, index) => (
        <Tab
          key={tab.id}
          id={tab.id}
          number={index + 1}
          label={tab.view.item.label || t(`evidence.kind.${tab.kind}`)}
          note={
            tab.view.status === 'ready' || tab.view.status === 'memory-only'
              ? null
              : t(`evidence.status.${tab.view.status}.short`)
          }
          selected={tab.id === current}
          open={open}
        />
      ))}
      <Tab
        id={timelineTab}
        number={tabs.length + 1}
        label={t('evidence.timeline')}
        note={null}
        selected={current === timelineTab}
        open={open}
      />
    </div>
  );
}

/** Moves the strip alone: what is around it stays where the reader has it. */
function bringWithin(strip: Element, tab: Element): void {
  const [room, box] = [strip.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (box.left < room.left) strip.scrollLeft += box.left - room.left;
  else if (box.right > room.right) strip.scrollLeft += box.right - room.right;
}

const lastNumber = 9;

function Tab({
  id,
  number,
  label,
  note,
  selected,
  open,
}: Readonly<{
  id: string;
  number: number;
  label: string;
  note: string | null;
  selected: boolean;
  open: (tab: string) => void;
}>) {
  return (
    <button
      type="button"
      role="tab"
      id={tabDomId(id)}
      aria-selected={selected}
      aria-controls={selected ? panelDomId(id) : undefined}
      aria-keyshortcuts={number <= lastNumber ? `Alt+${number}` : undefined}
      tabIndex={selected ? 0 : -1}
      className={selected ? `${styles['tab']} ${styles['on']}` : styles['tab']}
      onClick={() => open(id)}
    >
      {number <= lastNumber && (
        <small className={styles['number']} aria-hidden="true">
          {number}
        </small>
      )}
      <bdi>{label}</bdi>
      {note !== null && <small className={styles['note']}> {note}</small>}
    </button>
  );
}
