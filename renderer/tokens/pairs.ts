/** Every pair of colours that meets on screen. 4.5 for text, 3 for controls and meaning (WCAG 2.2, 1.4.3 and 1.4.11). */
export const contrastPairs: readonly Readonly<{ front: string; back: string; least: 3 | 4.5 }>[] = [
  ...(['text', 'text-soft', 'text-faint'] as const).flatMap((front) =>
    (['surface', 'surface-sunken', 'surface-raised', 'surface-quiet', 'accent-soft'] as const).map(
      (back) => ({
        front,
        back,
        least: 4.5 as const,
      }),
    ),
  ),
  ...(['accent', 'danger', 'warning', 'success'] as const).flatMap((front) => [
    { front, back: `${front}-soft`, least: 4.5 as const },
    { front, back: 'surface', least: 4.5 as const },
    { front, back: 'surface-raised', least: 4.5 as const },
  ]),
  { front: 'danger', back: 'accent-soft', least: 4.5 },
  { front: 'on-accent', back: 'accent', least: 4.5 },
  { front: 'on-danger', back: 'danger', least: 4.5 },
  { front: 'text', back: 'mark', least: 4.5 },
  { front: 'text', back: 'mark-current', least: 4.5 },
  { front: 'control', back: 'surface', least: 3 },
  { front: 'control', back: 'surface-raised', least: 3 },
  { front: 'amber', back: 'surface', least: 3 },
  { front: 'gray-8', back: 'surface', least: 3 },
];
