import { useEffect, useRef, type ReactNode } from 'react';
import type { Action } from '../../contract/action.ts';
import styles from './late-offer.module.css';
import { differingParts, viewParts, type View, type ViewPart } from '../rules/compare-views.ts';
import { offerOn, seenOf } from '../stores/late-offer.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { timeOfDay } from '../ui/time.ts';
import { useActionWords } from '../ui/use-action-words.ts';

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
          <table className={styles['views']}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">{t('compare.column.part')}</span>
                </th>
                <th scope="col">{t('compare.column.mine')}</th>
                <th scope="col">
                  {t(offer.own ? 'compare.column.own-late' : 'compare.column.colleague')}
                  {' · '}
                  {t('compare.decided', { time: timeOfDay(theirs.decidedAt) })}
                </th>
              </tr>
            </thead>
            <tbody>
              {viewParts.map((part) => (
                <tr key={part} className={styles[differing.has(part) ? 'differs' : 'agrees']}>
                  <th scope="row">
                    {t(partNames[part])}
                    {differing.has(part) ? (
                      <span className={styles['mark']}>{t('compare.differs')}</span>
                    ) : (
                      <span className={styles['same']}>{t('compare.same')}</span>
                    )}
                  </th>
                  <td>
                    <Said view={mine} part={part} />
                  </td>
                  <td>
                    <Said view={theirs} part={part} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
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

const partNames = {
  outcome: 'decision.outcome',
  policies: 'decision.policies',
  actions: 'decision.actions',
  severity: 'decision.severity',
  rationale: 'decision.rationale',
  message: 'decision.message',
} as const satisfies Readonly<Record<ViewPart, string>>;

function Said({ view, part }: Readonly<{ view: View; part: ViewPart }>): ReactNode {
  const t = useTranslate();
  const policies = useFrom('catalogue', ({ value }) => value?.catalogue?.policies);
  const nothing = <span className={styles['quiet']}>{t('compare.nothing')}</span>;
  switch (part) {
    case 'outcome':
      return view.outcome === null ? nothing : t(`decision.outcome.${view.outcome}`);
    case 'severity':
      return view.severity === null ? nothing : t(`decision.severity.${view.severity}`);
    case 'policies':
      return view.policies.length === 0 ? (
        nothing
      ) : (
        <ul>
          {view.policies.map((id) => (
            <li key={id}>{policies?.find((policy) => policy.id === id)?.title ?? id}</li>
          ))}
        </ul>
      );
    case 'actions':
      return view.actions.length === 0 ? nothing : <Actions actions={view.actions} />;
    case 'rationale':
      return view.rationale === '' ? nothing : <Words text={view.rationale} />;
    case 'message':
      return view.message === null ? (
        nothing
      ) : (
        <>
          {view.message.subject !== '' && (
            <Words text={t('compare.message-subject', { subject: view.message.subject })} />
          )}
          <Words text={view.message.body} />
        </>
      );
    default:
      return part satisfies never;
  }
}

function Actions({ actions }: Readonly<{ actions: readonly Action[] }>) {
  const t = useTranslate();
  const words = useActionWords();
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const subjects = of === null ? [] : [of.subject, ...of.related.map(({ subject }) => subject)];
  const labelOf = ({ type, id }: Action['target']): string =>
    subjects.find((subject) => subject.type === type && subject.id === id)?.label ?? id;
  return (
    <ul>
      {actions.map((action) => (
        <li key={`${action.action} ${action.target.type} ${action.target.id}`}>
          {words(action.action)}{' '}
          <span className={styles['quiet']}>
            · <bdi>{labelOf(action.target)}</bdi>
            {action.durationDays !== undefined &&
              ` · ${t('decision.actions.days', { count: action.durationDays })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

const Words = ({ text }: Readonly<{ text: string }>) => (
  <p className={styles['words']} dir="auto">
    {text}
  </p>
);
