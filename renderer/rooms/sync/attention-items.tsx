import { useState } from 'react';
import { ActionKind } from '../../../contract/action.ts';
import type { AttentionItem, Failure } from '../../../contract/bridge.ts';
import { Outcome } from '../../../contract/catalogue.ts';
import styles from './attention-items.module.css';
import { resolveAttention } from '../../commands/attention.ts';
import { useCommands } from '../../commands/use-commands.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTranslate, type Translate } from '../../strings/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { useActionWords, type ActionWords } from '../../ui/use-action-words.ts';

/** What happened, what was kept, what to do next: one sentence and its choices for each. */
export function AttentionItems() {
  const t = useTranslate();
  const items = useFrom('attention', ({ value }) => value?.items) ?? [];
  if (items.length === 0) return <p className={styles['none']}>{t('attention.none')}</p>;
  return (
    <ul className={styles['items']}>
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </ul>
  );
}

function Item({ item }: Readonly<{ item: AttentionItem }>) {
  const t = useTranslate();
  const stores = useStores();
  const actionWords = useActionWords();
  const [failure, setFailure] = useState<Failure | null>(null);

  const choose = async (choice: AttentionItem['choices'][number]) => {
    setFailure(await resolveAttention(stores, { id: item.id, choice }));
  };

  // Nobody confirms or reopens without having looked: both are where the difference is.
  const choices =
    item.why === 'changed' ? item.choices.filter((choice) => choice === 'dismiss') : item.choices;
  return (
    <li className={styles['item']}>
      <div className={styles['head']}>
        <b>
          <bdi>{item.title}</bdi>
        </b>
        <span className={styles['quiet']}>
          {item.reference} · {t(`type.${item.commandType}`)} · {timeOfDay(item.at)}
        </span>
        {item.contested !== null && <Chip tone="warning">{t(`late.${item.contested}`)}</Chip>}
      </div>
      <p>{sentence(item, t, actionWords)}</p>
      {isOfPlatform(item) && <PlatformWords words={item.detail} />}
      {item.errors.map((error) => (
        <p key={error.field} className={styles['quiet']}>
          {error.field}: {error.message}
        </p>
      ))}
      {failure !== null && <p role="alert">{t(`failure.${failure.code}`, { detail: failure.detail })}</p>}
      <div className={styles['choices']}>
        {item.why === 'changed' && <SeeChanges item={item} />}
        {choices.map((choice, index) => (
          <Button key={choice} look={index === 0 ? 'primary' : 'plain'} onClick={() => void choose(choice)}>
            {t(`attention.choice.${choice}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}

function SeeChanges({ item }: Readonly<{ item: AttentionItem }>) {
  const t = useTranslate();
  const { changedEvidence } = useStores();
  const commands = useCommands();
  return (
    <Button
      look="primary"
      onClick={() => {
        changedEvidence.getState().choose(item.id);
        commands.run('attention.difference');
      }}
    >
      {t('difference.see')}
    </Button>
  );
}

type OfPlatform = AttentionItem & Readonly<{ why: 'enforcement-failed' | 'reversal-failed' }>;
const isOfPlatform = (item: AttentionItem): item is OfPlatform =>
  item.why === 'enforcement-failed' || item.why === 'reversal-failed';

function PlatformWords({ words }: Readonly<{ words: string }>) {
  const t = useTranslate();
  return (
    <p className={styles['quiet']}>
      {words === '' ? (
        t('attention.platform-silent')
      ) : (
        <>
          {t('attention.platform-says')} <bdi>{words}</bdi>
        </>
      )}
    </p>
  );
}

const outcomeWords = (outcome: string, t: Translate): string => {
  const known = Outcome.safeParse(outcome);
  return known.success ? t(`decision.outcome.${known.data}`) : outcome;
};

function sentence(item: AttentionItem, t: Translate, actionWords: ActionWords): string {
  if (isOfPlatform(item)) {
    const kind = ActionKind.safeParse(item.code);
    return t(`attention.${item.why}`, { action: kind.success ? actionWords(kind.data) : '' });
  }
  if (item.why !== 'late') return t(`attention.${item.why}`, { detail: item.detail });
  const { rival } = item;
  const stands =
    rival === null
      ? t('attention.late.none')
      : t('attention.late.rival', {
          outcome: outcomeWords(rival.outcome, t),
          by: rival.by ?? t('attention.late.unknown'),
        });
  const next = item.contested === null ? '' : t(`attention.late.${item.contested}`);
  return `${t('attention.late', { rival: stands })} ${next}`.trim();
}
