import { useEffect, useRef } from 'react';
import { Outcome } from '../../contract/catalogue.ts';
import type { EvidenceChange } from '../../contract/evidence-difference.ts';
import { changedItems } from '../stores/changed-evidence.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './changed-evidence-dialog.module.css';
import { ChangedValue, isKnownField } from './changed-value.tsx';
import { Untrusted } from './text/marked-text.tsx';
import { WordChanges } from './viewers/version-note.tsx';

/** What changed after a decision, word by word; confirmed or reopened with one key (D11). */
export function ChangedEvidenceDialog() {
  const t = useTranslate();
  const { window, changedEvidence } = useStores();
  const value = useFrom('changedEvidence', (state) => state.value);
  const failure = useFrom('changedEvidence', (state) => state.failure);
  const left = useFrom('attention', (state) => changedItems(state).length) - 1;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => () => changedEvidence.getState().clear(), [changedEvidence]);
  const decided = Outcome.safeParse(value?.outcome);
  return (
    <Dialog
      title={t('difference.title')}
      size="wide"
      initialFocus={body}
      onClose={() => window.getState().close()}
    >
      {value !== null && (
        <p className={styles['about']}>
          <b>
            <Untrusted text={value.title} />
          </b>{' '}
          {value.reference} ·{' '}
          {decided.success && t('difference.decided', { outcome: t(`decision.outcome.${decided.data}`) })}
        </p>
      )}
      <div ref={body} className={styles['body']} role="group" aria-label={t('difference.title')} tabIndex={0}>
        {value === null ? (
          failure === null && <p role="status">{t('difference.loading')}</p>
        ) : value.newest === null ? (
          <p role="status">{t('difference.not-arrived')}</p>
        ) : value.changes === null ? (
          <p role="status">{t('difference.not-kept')}</p>
        ) : (
          <Changes changes={value.changes} />
        )}
      </div>
      {failure !== null && (
        <p role="alert" className={styles['failure']}>
          {t(`failure.${failure.code}`, { detail: failure.detail })}
        </p>
      )}
      <div className={styles['buttons']}>
        <CommandButton command="attention.confirm">{t('difference.confirm')}</CommandButton>
        <CommandButton command="attention.reopen">{t('difference.reopen')}</CommandButton>
        {left > 0 && <span>{t('difference.more', { count: left })}</span>}
      </div>
    </Dialog>
  );
}

function Changes({ changes }: Readonly<{ changes: readonly EvidenceChange[] }>) {
  const t = useTranslate();
  const material = changes.filter((change) => change.material);
  const rest = changes.filter((change) => !change.material);
  return (
    <>
      <p role="status" className={styles['summary']}>
        {material.length === 0
          ? t('difference.none-material')
          : t('difference.material', { count: material.length })}
      </p>
      {material.map((change, index) => (
        <OfItem key={`${index} ${change.what}`} change={change} />
      ))}
      {rest.length > 0 && (
        <>
          <h3 className={styles['rest']}>{t('difference.rest')}</h3>
          {rest.map((change, index) =>
            change.of === 'item' ? (
              <OfItem key={`${index} ${change.what}`} change={change} />
            ) : (
              <OfCase key={`${index} ${change.what}`} change={change} />
            ),
          )}
        </>
      )}
    </>
  );
}

const tones: Readonly<Record<EvidenceChange['is'], Tone>> = {
  changed: 'warning',
  added: 'success',
  removed: 'danger',
};

function OfItem({ change }: Readonly<{ change: EvidenceChange }>) {
  const t = useTranslate();
  const { before, after } = change;
  const kind = change.kind === null ? null : t(`evidence.kind.${change.kind}`);
  return (
    <section className={styles['change']}>
      <h3>
        <Chip tone={tones[change.is]}>{t(`difference.${change.is}`)}</Chip> <Untrusted text={change.what} />{' '}
        {kind !== null && kind !== change.what && <span className={styles['quiet']}>{kind}</span>}
      </h3>
      {hasWords(change) ? (
        <WordChanges before={before ?? ''} after={after ?? ''} />
      ) : (
        <p className={styles['quiet']}>{t(`difference.without-words.${change.is}`)}</p>
      )}
      {change.cut && <p className={styles['quiet']}>{t('difference.cut')}</p>}
    </section>
  );
}

/** A side that has none is nothing where the item was not there, and unknown where it was. */
function hasWords({ is, before, after }: EvidenceChange): boolean {
  if (is === 'added') return after !== null;
  if (is === 'removed') return before !== null;
  return before !== null && after !== null && before !== after;
}

function OfCase({ change }: Readonly<{ change: EvidenceChange }>) {
  const t = useTranslate();
  return (
    <div className={styles['field']}>
      <span className={styles['quiet']}>
        {change.of === 'field' && isKnownField(change.what) ? (
          t(`evidence.change.${change.what}`)
        ) : (
          <Untrusted text={change.what} />
        )}
      </span>
      <span>
        <ChangedValue before={change.before ?? ''} after={change.after ?? ''} />
      </span>
    </div>
  );
}
