import { useCallback, useEffect, useMemo, useState } from 'react';
import styles from './approvals.module.css';
import { EvidenceActionsContext, type EvidenceActions } from '../../evidence/evidence-actions.ts';
import { EvidenceItemPanel } from '../../evidence/evidence-item-panel.tsx';
import { EvidenceTabs, panelDomId, tabDomId, timelineTab } from '../../evidence/evidence-tabs.tsx';
import { tabsOf } from '../../evidence/model/tabs.ts';
import { Timeline } from '../../evidence/timeline.tsx';
import room from '../../rooms/room.module.css';
import type { SeenCase } from '../../stores/approvals.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate } from '../../strings/translate.ts';
import { useNow } from '../../ui/use-now.ts';

/** The case of the decision that is looked at, by the viewers of Review; nothing of it can be acted on from here. */
export function ApprovalCase() {
  const t = useTranslate();
  const seen = useFrom('approvals', (state) => state.seen);
  const notSeen = useFrom('approvals', (state) => state.notSeen);
  const isLooking = useFrom('approvals', (state) => state.lookingAt !== null);
  return (
    <section className={styles['case']} aria-labelledby="approval-case">
      <div className={room['head']}>
        <h2 id="approval-case">{t('approvals.case')}</h2>
        {seen !== null && (
          <>
            <span className={room['quiet']}>{seen.case.reference}</span>
            <bdi className={styles['title']}>{seen.case.title}</bdi>
          </>
        )}
      </div>
      {seen === null && notSeen === null && isLooking && (
        <p role="status" className={room['quiet']}>
          {t('approvals.case.loading')}
        </p>
      )}
      {notSeen !== null && (
        <p role="alert" className={room['notice']}>
          {t(`failure.${notSeen.code}`, { detail: notSeen.detail })}
        </p>
      )}
      {seen !== null && !seen.sameEvidence && (
        <p role="status" className={room['notice']}>
          {t('approvals.case.changed')}
        </p>
      )}
      {seen !== null && <Evidence key={seen.decisionId} seen={seen} />}
    </section>
  );
}

function Evidence({ seen }: Readonly<{ seen: SeenCase }>) {
  const t = useTranslate();
  const { evidenceView } = useStores();
  const { case: of, evidence } = seen;
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
                <p>{t('approvals.case.covered')}</p>
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
  const reveal = useCallback(() => window.getState().say('approvals.case.field', {}, 'warning'), [window]);
  return useMemo(
    () => ({
      reveal,
      goTo: (span) => evidenceView.getState().goTo(span),
      announce: (words) => window.getState().say('approvals.said', { words }),
      copy: () => false,
      hasAddresses: false,
      locale,
      now,
    }),
    [reveal, evidenceView, window, locale, now],
  );
}
