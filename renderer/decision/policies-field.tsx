import { useMemo } from 'react';
import styles from './fields.module.css';
import { useCommands } from '../commands/use-commands.ts';
import { change } from '../commands/decision.ts';
import { togglePolicy } from '../rules/form-changes.ts';
import { policiesFor } from '../rules/permitted.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import type { Policy, Severity } from '../../contract/catalogue.ts';
import { CommandButton } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { Kbd } from '../ui/kbd.tsx';

export const severityTones: Readonly<Record<Severity, Tone>> = {
  low: 'plain',
  medium: 'plain',
  high: 'warning',
  severe: 'danger',
};

/** As many as there are digits; the others are found by search, and shown here once ticked. */
const WITH_DIGIT = 9;
/** These stay in a low window, where the others would push the rationale out of sight. */
const ALWAYS_SHOWN = 6;

/** Policies that can apply to the subject, each with its digit. */
export function PoliciesField() {
  const t = useTranslate();
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const subject = useFrom('openedCase', ({ opened }) => opened?.case.subject.type ?? 'account');
  const ticked = useFrom('decisionForm', ({ content }) => content.policies);
  const policies = useMemo(
    () => (catalogue === null ? [] : policiesFor(catalogue, subject)),
    [catalogue, subject],
  );
  const shown = policies.flatMap((policy, index) =>
    index < WITH_DIGIT || ticked.includes(policy.id) ? [{ policy, index }] : [],
  );
  return (
    <div
      className={styles['field']}
      role="group"
      aria-labelledby="policies"
      data-focus="policies"
      tabIndex={-1}
    >
      <h3 id="policies">
        {t('decision.policies')} <Kbd>1</Kbd>–<Kbd>9</Kbd>
        <CommandButton command="decision.policy-search" look="quiet">
          {t('decision.policies.all', { count: policies.length })}
        </CommandButton>
      </h3>
      {shown.map(({ policy, index }) => (
        <PolicyOption
          key={policy.id}
          policy={policy}
          digit={index < WITH_DIGIT ? index + 1 : null}
          yields={index >= ALWAYS_SHOWN && !ticked.includes(policy.id)}
        />
      ))}
    </div>
  );
}

function PolicyOption({
  policy,
  digit,
  yields,
}: Readonly<{ policy: Policy; digit: number | null; yields: boolean }>) {
  const t = useTranslate();
  const stores = useStores();
  const commands = useCommands();
  const ticked = useFrom('decisionForm', ({ content }) => content.policies.includes(policy.id));
  return (
    <label className={`${styles['policy']} ${yields ? styles['yields'] : ''}`} title={policy.summary}>
      {digit === null ? <span /> : <Kbd>{digit}</Kbd>}
      <span>
        <input
          type="checkbox"
          aria-label={policy.title}
          checked={ticked}
          onChange={() =>
            digit === null
              ? change(stores, (content, context) => togglePolicy(content, policy.id, context))
              : commands.run(`decision.policy-${digit}`)
          }
        />
        {policy.title}
      </span>
      <Chip tone={severityTones[policy.severity]}>{t(`decision.severity.${policy.severity}`)}</Chip>
    </label>
  );
}
