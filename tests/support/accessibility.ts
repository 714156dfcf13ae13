import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a theme can break: the rest is the same page in other colours. */
const colours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds against WCAG 2.2 A and AA. `colours`: only what another theme may change, for a page of which
 * everything was looked at in one theme.
 */
export async function violations(
  page: Page,
  { rules = 'all', within }: Readonly<{ rules?: 'all' | 'colours'; within?: string }> = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (within !== undefined) axe.include(within);
  const { violations: found } = await (
    rules === 'all' ? axe.withTags(tags) : axe.withRules(colours)
  ).analyze();
  return found.flatMap((rule) =>
    rule.nodes.map(
      ({ target, failureSummary }) =>
        `${rule.id}: ${rule.help} at ${target.join(' ')}\n  ${failureSummary ?? ''}`,
    ),
  );
}
