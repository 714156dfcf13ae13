import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EvidenceView, OpenedCase } from '../../contract/bridge.ts';
import { isFetchable, revealCovered } from '../commands/evidence.ts';
import { noteCopy } from '../commands/take-out.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { addressesIn } from '../text/addresses-in.ts';
import { CommandButton } from '../ui/button.tsx';
import { useNow } from '../ui/use-now.ts';
import { Banners } from './banners.tsx';
import { CaseHeader, caseTitleId } from './case-header.tsx';
import { EvidenceActionsContext } from './evidence-actions.ts';
import type { EvidenceActions } from './evidence-actions.ts';
import styles from './evidence-pane.module.css';
import { EvidenceItemPanel, isHere } from './evidence-item-panel.tsx';
import { EvidenceTabs, panelDomId, tabDomId, timelineTab } from './evidence-tabs.tsx';
import { byteSize } from './format.ts';
import { tabsOf } from './model/tabs.ts';
import { Timeline } from './timeline.tsx';

/** The middle pane: what the decision is made on. */
export function EvidencePane() {
  const t = useTranslate();
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const evidence = useFrom('openedCase', ({ opened }) => opened?.evidence ?? null);
  const caseId = useFrom('openedCase', (state) => state.caseId);
  return (
    <section
      className={styles['pane']}
      role="region"
      aria-label={t('evidence.tabs')}
      // A decision leads here: which case comes next is said with the pane.
      aria-describedby={of === null ? undefined : caseTitleId}
      data-focus="evidence"
      tabIndex={-1}
    >
      {of === null || evidence === null ? (
        <Nothing opening={caseId !== null} />
      ) : (
        <OpenEvidence of={of} evidence={evidence} />
      )}
    </section>
  );
}

function Nothing({ opening }: Readonly<{ opening: boolean }>) {
  const t = useTranslate();
  const failure = useFrom('openedCase', (state) => state.failure);
  return (
    <div className={styles['nothing']}>
      {failure === null ? (
        <>
          {opening ? <p>{t('evidence.loading')}</p> : <h1>{t('evidence.none-open')}</h1>}
          {!opening && <p className={styles['quiet']}>{t('evidence.none-open.hint')}</p>}
        </>
      ) : (
        <p role="alert">{t(`failure.${failure.code}`)}</p>
      )}
    </div>
  );
}

type Shown = Readonly<{ of: OpenedCase['case']; evidence: OpenedCase['evidence'] }>;

function OpenEvidence({ of, evidence }: Shown) {
  const stores = useStores();
  const now = useNow();
  const tab = useFrom('evidenceView', (state) => state.tab);
  const tabs = useMemo(() => tabsOf(evidence, of.subject.type), [evidence, of.subject.type]);

  useEffect(() => {
    stores.evidenceView.getState().show(of.id, [...tabs.map(({ id }) => id), timelineTab]);
  }, [stores, of.id, tabs]);

  const current = tabs.find(({ id }) => id === tab) ?? (tab === timelineTab ? undefined : tabs[0]);
  const actions = useActions(now, current?.view.document ?? null);
  return (
    <EvidenceActionsContext value={actions}>
      <CaseHeader of={of} now={now} />
      <EvidenceTabs
        tabs={tabs}
        current={current?.id ?? timelineTab}
        open={(id) => stores.evidenceView.getState().openTab(id)}
      />
      <Banners />
      {current === undefined ? (
        <Timeline key={of.id} of={of} />
      ) : (
        <EvidenceItemPanel
          key={`${current.id} ${current.view.item.digest}`}
          of={of}
          evidence={evidence}
          tab={current}
          notHere={<NotHere view={current.view} />}
        />
      )}
      <Announcer />
    </EvidenceActionsContext>
  );
}

function useActions(now: number, document: EvidenceView['document']): EvidenceActions {
  const stores = useStores();
  const [locale] = useState(() => navigator.language);
  const reveal = useCallback(
    (evidenceId: string, field: string | null) => void revealCovered(stores, evidenceId, field),
    [stores],
  );
  const goTo = useCallback<EvidenceActions['goTo']>(
    (span) => stores.evidenceView.getState().goTo(span),
    [stores],
  );
  const announce = useCallback((words: string) => stores.evidenceView.getState().announce(words), [stores]);
  const copy = useCallback(() => noteCopy(stores), [stores]);
  const hasAddresses = document !== null && addressesIn(document).length > 0;
  return useMemo(
    () => ({ reveal, goTo, announce, copy, hasAddresses, locale, now }),
    [reveal, goTo, announce, copy, hasAddresses, locale, now],
  );
}

function Announcer() {
  const words = useFrom('evidenceView', (state) => state.announced);
  return (
    <div className={styles['announcer']} role="status" aria-live="polite">
      {words}
    </div>
  );
}

function NotHere({ view }: Readonly<{ view: EvidenceView }>) {
  const t = useTranslate();
  if (isHere(view)) return null;
  const status = view.status as Exclude<EvidenceView['status'], 'ready' | 'memory-only'>;
  return (
    <div
      className={styles['nothing']}
      role="tabpanel"
      id={panelDomId(view.item.id)}
      aria-labelledby={tabDomId(view.item.id)}
      tabIndex={0}
    >
      <p>{t(`evidence.status.${status}`)}</p>
      {status === 'fetching' && view.fetchedBytes > 0 && (
        <>
          <progress
            aria-label={t('evidence.status.progress')}
            value={view.fetchedBytes}
            max={view.item.bytes}
          />
          <p className={styles['quiet']}>
            {t('evidence.status.fetched', {
              done: byteSize(view.fetchedBytes, navigator.language),
              all: byteSize(view.item.bytes, navigator.language),
            })}
          </p>
        </>
      )}
      {isFetchable(view) && (
        <CommandButton command="evidence.fetch">
          {t(status === 'missing' ? 'evidence.status.fetch' : 'evidence.status.fetch-again')}
        </CommandButton>
      )}
    </div>
  );
}
