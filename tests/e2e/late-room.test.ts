import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { lateLine } from '../support/fake-late-room.ts';
import { startFakeWindow } from '../support/fake-window.ts';

const lateRoom = [
  lateLine(0),
  lateLine(1),
  lateLine(2, { contested: 'uncontested', standing: null, standingBy: null }),
  lateLine(3, { settled: 'adopted' }),
];

test('WCAG 2.2 AA: Late decisions in three themes; both answers stay beside what they are about, at 200 % too', async ({
  page,
}) => {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    const fake = await startFakeWindow({ role: 'supervisor', settings: { theme }, lateRoom });
    await page.setViewportSize(theme === 'dark' ? { width: 640, height: 400 } : { width: 1280, height: 800 });
    await page.goto(fake.url());
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Late decisions/ })
      .press('Enter');
    await expect(page.getByRole('heading', { name: 'Who held the case' })).toBeVisible();
    await expect(page.getByRole('tab').first()).toBeVisible();
    expect(await violations(page, { rules: theme === 'contrast' ? 'colours' : 'all' })).toEqual([]);
    // In a low window the list comes first, and what is chosen right below it.
    await page.getByRole('row', { name: /^Outcome/ }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: /^The late one stands/ })).toBeInViewport();
    await expect(page.getByRole('button', { name: /^The standing one stays/ })).toBeInViewport();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    await expect(page.getByRole('heading', { name: 'The two decisions' })).toBeInViewport();
    await fake.close();
  }
});

test('words typed right behind the key that opens a dialog are its words, and no key of the room', async ({
  page,
}) => {
  const fake = await startFakeWindow({ role: 'supervisor', lateRoom });
  // As on a busy machine: the next frame is far away.
  await page.addInitScript(() => {
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (call) => window.setTimeout(() => frame(call), 400);
  });
  await page.goto(fake.url());
  const room = page.getByRole('navigation').getByRole('button', { name: /^Late decisions/ });
  await room.press('Enter');
  await expect(page.getByRole('row', { name: /^Outcome differs/ })).toBeVisible();
  await page.keyboard.press('s');
  await page.keyboard.type('I looked at both.');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toHaveValue('I looked at both.');
  await expect(dialog.getByRole('button', { name: /^The standing one stays/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(room).toBeFocused();
  await fake.close();
});

test('D8: a supervisor settles by keyboard alone, with a reason; the next one takes its place, and the bar counts', async ({
  page,
}) => {
  const fake = await startFakeWindow({ role: 'supervisor', lateRoom });
  await page.goto(fake.url());
  const room = page.getByRole('navigation').getByRole('button', { name: /^Late decisions/ });
  await expect(room).toContainText('3');
  await room.press('Enter');
  const list = page.getByRole('navigation', { name: 'Late decisions' });
  await expect(list.getByRole('button')).toHaveCount(2);
  await expect(page.getByRole('row', { name: /^Outcome differs/ })).toContainText('No violation');
  await expect(page.getByRole('tab')).toHaveCount(5);
  await page.keyboard.press('v');
  await expect(page.getByRole('tab')).toHaveCount(2);
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'Let the late decision of Amara Okafor stand?' });
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Say why: both people read it.');
  await page.keyboard.type('The deposit goes to the client, not to the platform.');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Settled: the late decision stands.')).toBeVisible();
  await expect(list.getByRole('button')).toHaveCount(1);
  await expect(room).toContainText('2');
  await page.keyboard.press('3');
  await expect(list.getByRole('button', { name: /the late one stands/ })).toBeVisible();
  await expect(list.getByRole('button', { name: /taken over/ })).toBeVisible();
  await fake.close();
});
