import type { ReactNode } from 'react';
import type { Action } from '../../contract/action.ts';
import type { Case } from '../../contract/case.ts';
import styles from './compare-views.module.css';
import { differingParts, viewParts, type View, type ViewPart } from '../rules/compare-views.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { useActionWords } from '../ui/use-action-words.ts';

type Side = Readonly<{ view: View; name: ReactNode }>;
/** Whose subjects have names instead of ids. */
type CaseNames = Pick<Case, 'subject' | 'related'>;

/** Two views of one case part by part, with what differs marked in words (D8); or one alone. */
export function CompareViews({
  left,
  right,
  of,
}: Readonly<{ left: Side; right: Side | null; of: CaseNames | null }>) {
  const t = useTranslate();
  const differing = right === null ? null : differingParts(left.view, right.view);
  return (
    <table className={styles['views']}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('compare.column.part')}</span>
          </th>
          <th scope="col">{left.name}</th>
          {right !== null && <th scope="col">{right.name}</th>}
        </tr>
      </thead>
      <tbody>
        {viewParts.map((part) => (
          <tr key={part} className={styles[differing?.has(part) === false ? 'agrees' : 'differs']}>
            <th scope="row">
              {t(partNames[part])}
              {differing !== null &&
                (differing.has(part) ? (
                  <span className={styles['mark']}>{t('compare.differs')}</span>
                ) : (
                  <span className={styles['same']}>{t('compare.same')}</span>
                ))}
            </th>
            <td>
              <Said view={left.view} part={part} of={of} />
            </td>
            {right !== null && (
              <td>
                <Said view={right.view} part={part} of={of} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
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

/** One part of a view, in the words of the organisation. */
export function Said({
  view,
  part,
  of,
}: Readonly<{ view: View; part: ViewPart; of: CaseNames | null }>): ReactNode {
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
      return view.actions.length === 0 ? nothing : <Actions actions={view.actions} of={of} />;
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

function Actions({ actions, of }: Readonly<{ actions: readonly Action[]; of: CaseNames | null }>) {
  const t = useTranslate();
  const words = useActionWords();
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
