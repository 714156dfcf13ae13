import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrastPairs } from '../../renderer/tokens/pairs.ts';

const css = readFileSync(new URL('../../renderer/tokens/tokens.css', import.meta.url), 'utf8');

function tokensOf(theme: string): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector?.includes(`'${theme}'`)) continue;
    for (const [, name, value] of (body ?? '').matchAll(/--([\w-]+):\s*([^;]+);/g)) {
      if (name && value) tokens.set(name, value.trim());
    }
  }
  return tokens;
}

function colour(tokens: Map<string, string>, name: string): string {
  const value = tokens.get(name) ?? '';
  const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  return reference ? colour(tokens, reference) : value;
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark', 'contrast'])('tokens of the %s theme', (theme) => {
  const tokens = tokensOf(theme);

  test.each(contrastPairs)('$front on $back reaches $least', ({ front, back, least }) => {
    const colours = [colour(tokens, front), colour(tokens, back)];
    for (const hex of colours) expect(hex).toMatch(/^#[0-9a-f]{6}$/);
    expect(contrast(colours[0] ?? '', colours[1] ?? '')).toBeGreaterThanOrEqual(least);
  });
});

test('the measure knows black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});
