import type { ActionKind } from '../../contract/action.ts';
import type { ActionRule } from '../../contract/catalogue.ts';
import styles from './fields.module.css';
import { change } from '../commands/decision.ts';
import { useCommands, useKeyOf } from '../commands/use-commands.ts';
import { setDuration, toggleTarget } from '../rules/form-changes.ts';
import { chosenPolicies, refusalOf } from '../rules/permitted.ts';
import { targetKey, targetsFor } from '../rules/targets.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Kbd } from '../ui/kbd.tsx';

/** The actions of the catalogue; those that the chosen policies do not permit say why. */
export function ActionsField() {
  const t = useTranslate();
  const rules = useFrom('catalogue', ({ value }) => value?.catalogue?.actions);
  return (
    <div
      className={styles['field']}
      role="group"
      aria-labelledby="actions"
      data-focus="actions"
      tabIndex={-1}
    >
      <h3 id="actions">{t('decision.actions')}</h3>
      <div className={styles['actions']}>
        {(rules ?? []).map((rule) => (
          <ActionOption key={rule.kind} rule={rule} />
        ))}
      </div>
    </div>
  );
}

function useRefusal(rule: ActionRule) {
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const outcome = useFrom('decisionForm', ({ content }) => content.outcome);
  const policies = useFrom('decisionForm', ({ content }) => content.policies);
  const offline = useFrom('session', ({ status }) => status?.contact !== 'online');
  if (catalogue === null || of === null) return null;
  return refusalOf(rule, { outcome, policies: chosenPolicies(catalogue, policies), of, offline });
}

function ActionOption({ rule }: Readonly<{ rule: ActionRule }>) {
  const t = useTranslate();
  const commands = useCommands();
  const ticked = useFrom('decisionForm', ({ content }) =>
    content.actions.some(({ action }) => action === rule.kind),
  );
  const refusal = useRefusal(rule);
  const keys = useKeyOf(`decision.${rule.kind}`);
  const refused = refusal !== null && !ticked;
  return (
    <>
      <label
        className={`${styles['action']} ${refused ? styles['refused'] : ''}`}
        title={refusal === null ? rule.label : t(`decision.refused.${refusal}`)}
      >
        <input
          type="checkbox"
          aria-label={rule.label}
          aria-disabled={refused}
          checked={ticked}
          onChange={() => commands.run(`decision.${rule.kind}`)}
        />
        <span>{rule.label}</span>
        {keys !== null && <Kbd>{keys}</Kbd>}
      </label>
      {ticked && <Details rule={rule} />}
    </>
  );
}

/** What a ticked action is done to, and for how long: shown where there is something to choose. */
function Details({ rule }: Readonly<{ rule: ActionRule }>) {
  const t = useTranslate();
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  if (of === null) return null;
  const targets = targetsFor(rule, of);
  if (targets.length < 2 && rule.durationsDays.length === 0) return null;
  return (
    <div className={styles['details']}>
      {targets.length > 1 && (
        <div
          role="group"
          aria-label={t('decision.actions.target', { action: rule.label })}
          className={styles['targets']}
        >
          {targets.map(({ subject, relation }) => (
            <TargetOption
              key={targetKey(subject)}
              kind={rule.kind}
              target={subject}
              label={subject.label}
              hint={t(`decision.relation.${relation}`)}
            />
          ))}
        </div>
      )}
      {rule.durationsDays.length > 0 && <Duration rule={rule} />}
    </div>
  );
}

function TargetOption({
  kind,
  target,
  label,
  hint,
}: Readonly<{
  kind: ActionKind;
  target: Parameters<typeof toggleTarget>[2];
  label: string;
  hint: string;
}>) {
  const stores = useStores();
  const ticked = useFrom('decisionForm', ({ content }) =>
    content.actions.some(
      (action) => action.action === kind && targetKey(action.target) === targetKey(target),
    ),
  );
  return (
    <label className={styles['target']}>
      <input
        type="checkbox"
        checked={ticked}
        onChange={() => change(stores, (content, context) => toggleTarget(content, kind, target, context))}
      />
      <bdi>{label}</bdi> <span className={styles['hint']}>{hint}</span>
    </label>
  );
}

function Duration({ rule }: Readonly<{ rule: ActionRule }>) {
  const t = useTranslate();
  const stores = useStores();
  const days = useFrom(
    'decisionForm',
    ({ content }) => content.actions.find(({ action }) => action === rule.kind)?.durationDays ?? null,
  );
  return (
    <select
      aria-label={t('decision.actions.duration', { action: rule.label })}
      value={days ?? ''}
      onChange={(event) =>
        change(stores, (content) =>
          setDuration(content, rule.kind, event.target.value === '' ? null : Number(event.target.value)),
        )
      }
    >
      <option value="">{t('decision.actions.until-lifted')}</option>
      {rule.durationsDays.map((one) => (
        <option key={one} value={one}>
          {t('decision.actions.days', { count: one })}
        </option>
      ))}
    </select>
  );
}
