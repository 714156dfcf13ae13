import { useMemo } from 'react';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import styles from './near-duplicates-dialog.module.css';
import { useCommands, useKeyOf } from '../../commands/use-commands.ts';
import { cautionsOf, endsAccount, type Caution } from '../../rules/decide-together.ts';
import { gravestOf } from '../../rules/permitted.ts';
import { whatIsMissing } from '../../rules/what-is-missing.ts';
import { chosenOf } from '../../stores/near-duplicates.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTranslate, type Translate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';

/** What is missing, what asks for a second person, and a button that names the gravest thing and in how many cases. */
export function GroupFoot() {
  const t = useTranslate();
  const commands = useCommands();
  const keys = useKeyOf('group.submit');
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  const of = useFrom('openedCase', ({ opened }) => opened?.case ?? null);
  const content = useFrom('decisionForm', (state) => state.content);
  const refused = useFrom('decisionForm', (state) => state.failure);
  const unread = useFrom('nearDuplicates', (state) => state.failure);
  const reading = useFrom('nearDuplicates', (state) => state.reading);
  const members = useFrom('nearDuplicates', (state) => state.members);
  const off = useFrom('nearDuplicates', (state) => state.off);
  const chosen = useMemo(() => chosenOf({ members, off }), [members, off]);
  if (catalogue === null || of === null) return null;
  const [missing] = whatIsMissing(content, of, catalogue);
  const cautions = cautionsOf(content, catalogue, chosen, of.id);
  const failure = unread ?? refused;
  const lacks = missing !== undefined || chosen.length === 0 || reading;
  return (
    <div className={styles['foot']}>
      {failure !== null && (
        <p role="alert" className={styles['failure']}>
          {t(`failure.${failure.code}`, {
            detail: failure.errors.map(({ message }) => message).join(' ') || failure.detail,
          })}
        </p>
      )}
      <div role="status">
        {cautions.length > 0 && (
          <ul className={styles['cautions']}>
            {cautions.map((caution) => (
              <li key={caution.is === 'approval' ? caution.action : caution.is}>
                {cautionWords(caution, chosen.length, t)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles['do']}>
        <Keys />
        <span className={styles['missing']} aria-live="polite">
          {missing !== undefined
            ? t(`decision.missing.${missing.why}`, { ...missing })
            : chosen.length === 0 && !reading && t('group.none-chosen')}
        </span>
        <Button
          look="primary"
          className={[
            styles['submit'],
            lacks && styles['waiting'],
            !lacks && endsAccount(catalogue.actions, content) && styles['grave'],
          ]
            .filter(Boolean)
            .join(' ')}
          aria-disabled={lacks}
          onClick={() => commands.run('group.submit')}
        >
          {submitWords(content, catalogue, chosen.length, t)}
          {keys !== null && <Kbd>{keys}</Kbd>}
        </Button>
      </div>
    </div>
  );
}

function Keys() {
  const t = useTranslate();
  const keys = {
    move: [useKeyOf('group.next'), useKeyOf('group.previous')],
    toggle: [useKeyOf('group.toggle')],
    all: [useKeyOf('group.toggle-all')],
  } as const;
  return (
    <div className={styles['keys']} aria-hidden="true">
      {(['move', 'toggle', 'all'] as const).map((what) => (
        <span key={what}>
          {keys[what].map((key) => key !== null && <Kbd key={key}>{key}</Kbd>)} {t(`group.keys.${what}`)}
        </span>
      ))}
    </div>
  );
}

function cautionWords(caution: Caution, count: number, t: Translate): string {
  switch (caution.is) {
    case 'approval':
      return t('group.caution.approval', { action: caution.action, count });
    case 'above':
      return t('group.caution.above', { most: caution.most, count });
    case 'drafts':
      return t('group.caution.drafts', { drafts: caution.count });
    default:
      return caution satisfies never;
  }
}

function submitWords(content: DraftContent, catalogue: Catalogue, count: number, t: Translate): string {
  const gravest = gravestOf(
    catalogue.actions,
    content.actions.map(({ action }) => action),
  );
  if (gravest === null && content.outcome === null) return t('group.submit.none');
  const action = gravest?.submitLabel ?? t(`decision.outcome.${content.outcome ?? 'insufficient-evidence'}`);
  return t('group.submit', { action, count });
}
