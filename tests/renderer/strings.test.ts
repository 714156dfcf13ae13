import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../../renderer/commands/registry.ts';
import { createKeymap } from '../../renderer/commands/keymap.ts';
import { en } from '../../renderer/strings/en.ts';
import { createTranslate, pseudoLocalise } from '../../renderer/strings/translate.ts';

const root = new URL('../../', import.meta.url);
const components = globSync('renderer/**/*.tsx', { cwd: root });

describe('the catalogue of strings', () => {
  test('no component holds a sentence of its own', () => {
    expect(components.length).toBeGreaterThan(30);
    const found = components.flatMap((path) => {
      const source = readFileSync(new URL(path, root), 'utf8');
      const texts = [
        ...source.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)*)\s*</g),
        ...source.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/g),
      ];
      return texts.map(([, text]) => `${path}: ${text}`);
    });
    expect(found).toEqual([]);
  });

  test('every command has a name, and no two of them the same default key', () => {
    const commands = allCommands();
    for (const command of commands) expect(en[command.title], command.id).toBeTruthy();
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect([...createKeymap(commands, {}).conflicts]).toEqual([]);
  });

  test('places are filled, numbers and plurals follow the locale', () => {
    const t = createTranslate(en, 'en');
    expect(t('contact.waiting', { count: 1 })).toBe('1 decision waiting');
    expect(t('contact.waiting', { count: 12_000 })).toBe('12,000 decisions waiting');
    expect(t('queue.empty.search', { words: '{count|a|b}' })).toBe('Nothing cached holds “{count|a|b}”.');
  });

  test('the pseudo-locale is longer, keeps the places, and touches every sentence', () => {
    const pseudo = pseudoLocalise(en);
    for (const [key, sentence] of Object.entries(en)) {
      const stretched = pseudo[key as keyof typeof en];
      expect(stretched.length).toBeGreaterThanOrEqual(sentence.length);
      expect(stretched.match(/\{[^}]*\}/g)).toEqual(sentence.match(/\{[^}]*\}/g));
      expect(stretched).toContain('[');
    }
  });
});
