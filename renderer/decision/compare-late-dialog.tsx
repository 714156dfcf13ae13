import { useEffect, useRef } from 'react';
import { CompareViews } from './compare-views.tsx';
import styles from './late-offer.module.css';
import { differingParts } from '../rules/compare-views.ts';
import { offerOn, seenOf } from '../stores/late-offer.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { timeOfDay } from '../ui/time.ts';

/** A late decision beside what the person has in the form: adopted with one key, left with another (D8). */
export function CompareLateDialog() {
  const t = useTranslate();
  const { window } = useStores();
  const caseId = useFrom('openedCase', (state) => state.caseId);
  const offer = useFrom('lateOffers', (state) => offerOn(state, caseId));
  const theirs = useFrom('lateSeen', (state) => seenOf(state, offer));
  const notSeen = useFrom('lateSeen', (state) => state.failure);
  const notAdopted = useFrom('decisionForm', (state) => state.failure);
  const mine = useFrom('decisionForm', (state) => state.content);
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const body = useRef<HTMLDivElement>(null);
  const close = () => window.getState().close();
  const failure = theirs === null ? notSeen : notAdopted;
  const isOver = offer === null;
  // It was decided elsewhere meanwhile, or is offered no more.
  useEffect(() => {
    if (isOver) window.getState().close();
  }, [isOver, window]);
  if (isOver) return null;
  const differing = theirs === null ? null : differingParts(mine, theirs);
  return (
    <Dialog
      title={t('compare.title')}
      description={t('compare.hint')}
      size="wide"
      initialFocus={body}
      onClose={close}
    >
      <div ref={body} className={styles['body']} role="group" aria-label={t('compare.title')} tabIndex={0}>
        {theirs === null || differing === null ? (
          failure === null && <p role="status">{t('compare.loading')}</p>
        ) : (
          <CompareViews
            left={{ view: mine, name: t('compare.column.mine') }}
            right={{
              view: theirs,
              name: `${t(offer.own ? 'compare.column.own-late' : 'compare.column.colleague')} · ${t('compare.decided', { time: timeOfDay(theirs.decidedAt) })}`,
            }}
            of={of}
          />
        )}
      </div>
      {failure !== null && (
        <p role="alert" className={styles['failure']}>
          {t(`failure.${failure.code}`, {
            detail: failure.errors.map(({ message }) => message).join(' ') || failure.detail,
          })}
        </p>
      )}
      <div className={styles['buttons']}>
        <CommandButton command="decision.adopt" look="primary">
          {t('compare.adopt')}
        </CommandButton>
        <CommandButton command="decision.keep-mine">{t('compare.keep')}</CommandButton>
        <span role="status">
          {differing !== null &&
            (differing.size === 0 ? t('compare.agree') : t('compare.differences', { count: differing.size }))}
        </span>
      </div>
    </Dialog>
  );
}
