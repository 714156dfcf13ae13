import type { EvidenceView } from '../../../contract/bridge.ts';
import { useTranslate } from '../../strings/translate.ts';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../masked-field.tsx';
import type { LinkedNode, LinkNode } from '../model/link-groups.ts';
import styles from './links.module.css';

/** Its outline around the middle, 26 across: kinds are told by shape, and by the letter in it. */
export const outlines: Readonly<Record<LinkNode['kind'], string>> = {
  account: 'M13 0A13 13 0 1 1 -13 0A13 13 0 1 1 13 0Z',
  device: 'M-12 -12H12V12H-12Z',
  address: 'M0 -15L15 0L0 15L-15 0Z',
  'payment-instrument': 'M-8 -13H8L15 0L8 13H-8L-15 0Z',
};

export function KindShape({ kind }: Readonly<{ kind: LinkNode['kind'] }>) {
  const t = useTranslate();
  return (
    <svg className={styles['shape']} width="22" height="22" viewBox="-17 -17 34 34" aria-hidden="true">
      <path d={outlines[kind]} />
      <text y="5">{t(`evidence.links.letter.${kind}`)}</text>
    </svg>
  );
}

export const stateTones = {
  active: 'success',
  restricted: 'warning',
  suspended: 'danger',
  closed: 'danger',
  unknown: 'plain',
} as const;

/** Its name, whether the case is about it, and the state of an account. */
export function NodeName({
  of: { node, index },
  view,
  isOwn,
}: Readonly<{ of: LinkedNode; view: EvidenceView; isOwn: boolean }>) {
  const t = useTranslate();
  return (
    <span className={styles['name']}>
      <Field view={view} at={`/nodes/${index}/label`} text={node.label} />
      {isOwn && <Chip tone="accent">{t('evidence.links.own')}</Chip>}
      {node.kind === 'account' && (
        <Chip tone={stateTones[node.state]}>{t(`evidence.links.${node.state}`)}</Chip>
      )}
    </span>
  );
}
