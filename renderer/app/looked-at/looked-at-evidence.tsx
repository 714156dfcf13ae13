import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import styles from './desk.module.css';
import { EvidenceActionsContext, type EvidenceActions } from '../../evidence/evidence-actions.ts';
import { EvidenceItemPanel } from '../../evidence/evidence-item-panel.tsx';
import { EvidenceTabs, panelDomId, tabDomId, timelineTab } from '../../evidence/evidence-tabs.tsx';
import { tabsOf } from '../../evidence/model/tabs.ts';
import { Timeline } from '../../evidence/timeline.tsx';
import { useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useNow } from '../../ui/use-now.ts';

/** Evidence of a case that is not held here, by the viewers of Review; nothing of it can be acted on. */
export function LookedAtEvidence({
  of,
  evidence,
}: Readonly<{ of: Case; evidence: readonly EvidenceView[] }>) {
  const t = useTranslate();
  const { evidenceView } = useStores();
  const tabs = useMemo(() => tabsOf(evidence, of.subject.type), [evidence, of.subject.type]);
  const [chosen, setChosen] = useState<string | null>(null);
  const current = chosen === timelineTab ? undefined : (tabs.find(({ id }) => id === chosen) ?? tabs[0]);
  const actions = useLookingOnly();
  // What was zoomed, turned or looked for belongs to another case.
  useEffect(() => {
    evidenceView.getState().show(
      of.id,
      tabs.map(({ id }) => id),
    );
  }, [evidenceView, of.id, tabs]);
  const open = (id: string) => {
    setChosen(id);
    evidenceView.getState().openTab(id);
  };
  return (
    <EvidenceActionsContext value={actions}>
      <div className={styles['evidence']}>
        <EvidenceTabs tabs={tabs} current={current?.id ?? timelineTab} open={open} />
        {current === undefined ? (
          <Timeline of={of} />
        ) : (
          <EvidenceItemPanel
            key={`${current.id} ${current.view.item.digest}`}
            of={of}
            evidence={evidence}
            tab={current}
            notHere={
              <div
                className={styles['missing']}
                role="tabpanel"
                id={panelDomId(current.id)}
                aria-labelledby={tabDomId(current.id)}
                tabIndex={0}
              >
                <p>{t('looked-at.covered')}</p>
              </div>
            }
          />
        )}
      </div>
    </EvidenceActionsContext>
  );
}

/** Reading and moving only: showing what is covered, and taking anything out, is for who holds the case. */
function useLookingOnly(): EvidenceActions {
  const { evidenceView, window } = useStores();
  const now = useNow();
  const [locale] = useState(() => navigator.language);
  const reveal = useCallback(() => window.getState().say('looked-at.field', {}, 'warning'), [window]);
  return useMemo(
    () => ({
      reveal,
      goTo: (span) => evidenceView.getState().goTo(span),
      announce: (words) => window.getState().say('looked-at.said', { words }),
      copy: () => false,
      hasAddresses: false,
      locale,
      now,
    }),
    [reveal, evidenceView, window, locale, now],
  );
}
