import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateCatalogue } from '../../../central/catalogues/validate.ts';
import { ActionKind } from '../../../contract/action.ts';
import { CatalogueContent } from '../../../contract/catalogue.ts';

const file = new URL('../../../central/catalogues/marketplace.json', import.meta.url);
type Json = ReturnType<typeof JSON.parse>;
const marketplace = (): Json => JSON.parse(readFileSync(file, 'utf8'));

describe('the catalogue that comes with Docket', () => {
  const content = CatalogueContent.parse(marketplace());

  test('is valid in itself', () => {
    expect(validateCatalogue(marketplace())).toMatchObject({ ok: true });
  });

  test('describes every action, and says what offline allows for the gravest', () => {
    expect(content.actions.map((action) => action.kind).toSorted()).toEqual(ActionKind.options.toSorted());
    expect(content.actions.find((action) => action.kind === 'close-account')?.offline).toBe('forbid');
  });

  test('has guidance for every policy, and the main templates in four languages', () => {
    for (const policy of content.policies) expect(policy.guidance.length, policy.id).toBeGreaterThan(150);
    const main = content.templates.filter((template) => Object.keys(template.texts).length >= 4);
    expect(main.length).toBeGreaterThanOrEqual(8);
    for (const template of main) {
      expect(Object.keys(template.texts)).toEqual(expect.arrayContaining(['en', 'es', 'de', 'ar']));
    }
  });

  test('keeps child safety off desktops', () => {
    expect(content.policies.find((policy) => policy.id === 'child-safety')).toMatchObject({
      mandatoryEscalation: true,
      actions: [],
      escalationQueue: 'child-safety',
    });
    expect(content.queues.find((queue) => queue.id === 'child-safety')?.cachePolicy).toBe('never');
  });

  test('presets name targets on which the action is possible', () => {
    for (const preset of content.presets) {
      for (const { action, target } of preset.actions) {
        const rule = content.actions.find(({ kind }) => kind === action);
        const reached = target === 'subject' ? preset.subjects : (['account'] as const);
        for (const subject of reached) expect(rule?.targets, `${preset.id} ${action}`).toContain(subject);
      }
    }
  });
});

describe('an error names its field', () => {
  test.each<[string, (content: Json) => void, string]>([
    ['an unknown queue', (c) => (c['policies'][0].escalationQueue = 'nowhere'), 'policies.0.escalationQueue'],
    ['a policy that permits nothing', (c) => (c['policies'][1].actions = []), 'policies.1.actions'],
    ['escalation that also permits', (c) => (c['policies'][11].actions = ['warn']), 'policies.11.actions'],
    ['an unknown policy in a preset', (c) => (c['presets'][0].policies = ['none']), 'presets.0.policies.0'],
    [
      'an action that no policy permits',
      (c) => (c['presets'][3].actions[0].action = 'close-account'),
      'presets.3.actions.0.action',
    ],
    [
      'a duration that the action lacks',
      (c) => (c['presets'][1].actions[1].durationDays = 31),
      'presets.1.actions.1.durationDays',
    ],
    ['an unknown template', (c) => (c['presets'][0].templateId = 'none'), 'presets.0.templateId'],
    ['no text in the default language', (c) => delete c['templates'][0].texts.en, 'templates.0.texts'],
    [
      'an unknown placeholder',
      (c) => (c['templates'][0].texts.en.body = 'Dear {{who}}'),
      'templates.0.texts.en.body',
    ],
    ['an id used twice', (c) => (c['queues'][1].id = c['queues'][0].id), 'queues.1.id'],
    ['an action described twice', (c) => (c['actions'][1].kind = c['actions'][0].kind), 'actions.1.kind'],
    [
      'a wrong default duration',
      (c) => (c['actions'][4].defaultDurationDays = 8),
      'actions.4.defaultDurationDays',
    ],
    ['a wrong shape', (c) => (c['rules'].vendorOffline = 'yes'), 'rules.vendorOffline'],
  ])('%s', (_name, change, field) => {
    const content = marketplace();
    change(content);
    const checked = validateCatalogue(content);
    expect(checked.ok ? [] : checked.errors.map((error) => error.field)).toContain(field);
  });

  test('what is no object at all is refused', () => {
    for (const value of [null, 3, 'x', []]) expect(validateCatalogue(value).ok).toBe(false);
  });
});
