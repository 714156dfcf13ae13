import { useRef, useState } from 'react';
import styles from '../ui/step-form.module.css';
import { severityTones } from './policies-field.tsx';
import { change } from '../commands/decision.ts';
import { togglePolicy } from '../rules/form-changes.ts';
import { policiesFor } from '../rules/permitted.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Every policy, by its words. Enter ticks and closes. */
export function PolicySearchDialog() {
  const t = useTranslate();
  const stores = useStores();
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const subject = useFrom('openedCase', ({ opened }) => opened?.case.subject.type ?? 'account');
  const ticked = useFrom('decisionForm', ({ content }) => content.policies);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  if (catalogue === null) return null;

  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = policiesFor(catalogue, subject).filter((policy) => {
    const text = `${policy.title} ${policy.summary} ${policy.area}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const current = Math.min(chosen, found.length - 1);
  const close = () => stores.window.getState().close();
  const take = (id: string | undefined) => {
    if (id === undefined) return;
    change(stores, (content, context) => togglePolicy(content, id, context));
    close();
  };

  return (
    <Dialog title={t('decision.policies.search')} size="wide" initialFocus={input} onClose={close}>
      <input
        ref={input}
        className={styles['search']}
        role="combobox"
        aria-label={t('decision.policies.search')}
        aria-expanded="true"
        aria-controls="policy-list"
        aria-activedescendant={current >= 0 ? `policy-${current}` : undefined}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(current + 1, found.length - 1));
          else if (event.key === 'ArrowUp') setChosen(Math.max(0, current - 1));
          else if (event.key === 'Enter') take(found[current]?.id);
          else return;
          event.preventDefault();
        }}
      />
      <div
        id="policy-list"
        role="listbox"
        aria-multiselectable="true"
        aria-label={t('decision.policies')}
        tabIndex={-1}
        className={styles['list']}
      >
        {found.map((policy, index) => (
          <div
            key={policy.id}
            id={`policy-${index}`}
            role="option"
            aria-selected={index === current}
            className={styles['entry']}
            onClick={() => take(policy.id)}
          >
            <span>{ticked.includes(policy.id) ? '✓' : ''}</span>
            <span>
              {policy.title}
              <span className={styles['quiet']}>{policy.summary}</span>
            </span>
            <Chip tone={severityTones[policy.severity]}>{t(`decision.severity.${policy.severity}`)}</Chip>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
