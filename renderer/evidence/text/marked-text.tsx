import { memo } from 'react';
import type { ReactNode } from 'react';
import type { Piece, Stretch } from '../../text/segments.ts';
import { piecesOf } from '../../text/segments.ts';
import { defang } from '../../text/web-addresses.ts';
import type { Translate } from '../../strings/translate.ts';
import { useTranslate } from '../../strings/translate.ts';
import { describeSuspicion, standIn } from './describe-suspicion.ts';
import styles from './marked-text.module.css';

type Props = Readonly<{
  text: string;
  stretches?: readonly Stretch[];
  start?: number;
  end?: number;
  /** Places of what was looked for, in order. */
  found?: readonly Readonly<{ start: number; end: number }>[] | undefined;
}>;

const noStretches: readonly Stretch[] = [];

/**
 * Text of strangers: text nodes only, with what deceives marked, addresses broken and highlights as focusable
 * stretches (`data-stretch`). The caller isolates it (`<bdi>` or `dir="auto"`).
 */
export const MarkedText = memo(function MarkedText({
  text,
  stretches = noStretches,
  start,
  end,
  found,
}: Props) {
  const t = useTranslate();
  const pieces = piecesOf(text, stretches, start, end, found);
  return groupsOf(pieces).map(({ stretch, pieces: inside }) =>
    stretch === null ? (
      inside.map((piece) => <PieceText key={piece.start} piece={piece} t={t} />)
    ) : (
      <mark
        key={stretch.id}
        className={styles['stretch']}
        data-stretch={stretch.id}
        data-reasons={stretch.reasons.join(' · ')}
        aria-description={stretch.reasons.join(', ')}
        tabIndex={-1}
      >
        {inside.map((piece) => (
          <PieceText key={piece.start} piece={piece} t={t} />
        ))}
      </mark>
    ),
  );
});

/** A short field of a stranger: marked and isolated, so that it cannot turn the words around it. */
export function Untrusted({ text }: Readonly<{ text: string }>) {
  return (
    <bdi>
      <MarkedText text={text} />
    </bdi>
  );
}

type Group = Readonly<{ stretch: Stretch | null; pieces: readonly Piece[] }>;

function groupsOf(pieces: readonly Piece[]): readonly Group[] {
  const groups: { stretch: Stretch | null; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last !== undefined && last.stretch === piece.stretch) last.pieces.push(piece);
    else groups.push({ stretch: piece.stretch, pieces: [piece] });
  }
  return groups;
}

function PieceText({ piece, t }: Readonly<{ piece: Piece; t: Translate }>): ReactNode {
  const plain = piece.suspicion === null ? <Words piece={piece} /> : <Suspicious piece={piece} t={t} />;
  const shown = piece.found ? (
    <span className={styles['found']} data-found={piece.start}>
      {plain}
    </span>
  ) : (
    plain
  );
  if (piece.address === null) return shown;
  const { address } = piece.address;
  const tells = address.deceives && piece.end === address.end;
  return (
    <>
      <span className={styles['address']}>{shown}</span>
      {tells && (
        <span className={styles['host']} data-at={piece.end}>
          {address.host === null
            ? t('evidence.address.none')
            : t('evidence.address.host', { host: defang(address.host, 'host') })}
        </span>
      )}
    </>
  );
}

/** `data-at` is the offset of its first character, so that a selection can be told as a span. */
function Words({ piece }: Readonly<{ piece: Piece }>) {
  const text = piece.address === null ? piece.text : defang(piece.text, piece.address.part);
  return <span data-at={piece.start}>{text}</span>;
}

function Suspicious({ piece, t }: Readonly<{ piece: Piece; t: Translate }>) {
  if (piece.suspicion === null) return null;
  const name = describeSuspicion(piece.suspicion, piece.text, t);
  const instead = standIn(piece.suspicion, piece.text);
  return (
    <span
      role="img"
      aria-label={name}
      data-reasons={name}
      data-at={piece.start}
      className={instead === null ? styles['suspicion'] : `${styles['suspicion']} ${styles['code']}`}
    >
      {instead ?? piece.text}
    </span>
  );
}
