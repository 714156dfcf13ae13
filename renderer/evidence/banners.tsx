import type { OpenedCase, OwnDecision } from '../../contract/bridge.ts';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { changedItems } from '../stores/changed-evidence.ts';
import { useFrom } from '../stores/stores.ts';
import { useTranslate } from '../strings/translate.ts';
import { CommandButton } from '../ui/button.tsx';
import styles from './banners.module.css';
import { ChangedValue, isKnownField } from './changed-value.tsx';
import { Untrusted } from './text/marked-text.tsx';

/** What a reviewer must know before anything else about the case on screen. */
export function Banners() {
  const gone = useFrom('openedCase', ({ opened }) => opened?.gone ?? null);
  const own = useFrom('openedCase', ({ opened }) => opened?.own ?? null);
  const newer = useFrom('openedCase', ({ opened }) => opened?.newer ?? null);
  if (gone !== null) return <Gone reason={gone} />;
  return (
    <>
      {own !== null && <Own own={own} />}
      {newer !== null && <Newer newer={newer} />}
    </>
  );
}

function Gone({ reason }: Readonly<{ reason: NonNullable<OpenedCase['gone']> }>) {
  const t = useTranslate();
  return (
    <Banner tone="warning">
      <b>{t(`evidence.gone.${reason}`)}</b> {t('evidence.gone.kept')}
    </Banner>
  );
}

function Own({ own }: Readonly<{ own: OwnDecision }>) {
  const t = useTranslate();
  const hasChanged = useFrom('attention', (state) =>
    changedItems(state).some(({ id }) => id === own.decisionId),
  );
  if (own.state === 'withdrawn') return null;
  const tone =
    own.state === 'late' || own.state === 'rejected' || own.state === 'needs-confirmation'
      ? 'warning'
      : 'plain';
  return (
    <Banner
      tone={tone}
      action={
        hasChanged ? (
          <CommandButton command="attention.difference">{t('difference.see')}</CommandButton>
        ) : own.undo === 'none' ? null : (
          <CommandButton command="decision.undo">
            {t(own.undo === 'recall' ? 'evidence.own.recall' : 'evidence.own.undo')}
          </CommandButton>
        )
      }
    >
      <b>{t('evidence.own', { outcome: t(`decision.outcome.${outcomeKey(own.outcome)}`) })}</b>{' '}
      {t(`evidence.own.${own.state}`)}
    </Banner>
  );
}

const outcomeKey = (outcome: string): 'violation' | 'no-violation' | 'insufficient-evidence' =>
  outcome === 'no-violation' || outcome === 'insufficient-evidence' ? outcome : 'violation';

const firstChanges = 4;

function Newer({ newer }: Readonly<{ newer: NonNullable<OpenedCase['newer']> }>) {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const shown = all ? newer.changed : newer.changed.slice(0, firstChanges);
  return (
    <Banner
      tone="warning"
      action={<CommandButton command="evidence.take-newer">{t('evidence.newer.take')}</CommandButton>}
      below={
        <>
          {shown.length > 0 && (
            <dl className={styles['changes']}>
              {shown.map((change, index) => (
                <div key={`${index} ${change.what}`}>
                  <dt>
                    {isKnownField(change.what) ? (
                      t(`evidence.change.${change.what}`)
                    ) : (
                      <Untrusted text={change.what} />
                    )}
                  </dt>
                  <dd>
                    <ChangedValue before={change.before} after={change.after} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {newer.changed.length > firstChanges && !all && (
            <button type="button" className={styles['link']} onClick={() => setAll(true)}>
              {t('evidence.newer.all', { count: newer.changed.length })}
            </button>
          )}
        </>
      }
    >
      <b>{t('evidence.newer')}</b>{' '}
      {t(newer.materialChange ? 'evidence.newer.material' : 'evidence.newer.immaterial')}
    </Banner>
  );
}

function Banner({
  tone,
  action = null,
  below = null,
  children,
}: Readonly<{ tone: 'warning' | 'plain'; action?: ReactNode; below?: ReactNode; children: ReactNode }>) {
  return (
    <div className={`${styles['banner']} ${tone === 'warning' ? styles['warning'] : ''}`} role="status">
      <div className={styles['head']}>
        <div className={styles['words']}>{children}</div>
        {action}
      </div>
      {below}
    </div>
  );
}
