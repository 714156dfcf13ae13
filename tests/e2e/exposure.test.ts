import { callBridge } from '../support/bridge-call.ts';
import { expect, test } from '../support/e2e.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

test('U1, D14: a graphic picture is shown while its key is held or by its button, recorded each time, and a break is taken, without contact', async ({
  docket: { central, shell, window },
  page,
}) => {
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await central.process.kill();
  const picture = page.getByRole('img', { name: 'Attachment' });
  const openPicture = async () => {
    await window.queue.getByRole('searchbox').fill('reference picture for a film');
    await expect(window.cases.getByRole('option')).toHaveCount(1);
    await window.cases.getByRole('option').first().click();
    await window.evidence.getByRole('tab', { name: /attachment/i }).click();
  };
  const reveals = async () =>
    (await callBridge(shell.url, 'sync.report', {})).outbox.filter(
      ({ commandType }) => commandType === 'revealed',
    ).length;

  await test.step('pointing at it does nothing; its key shows it for as long as it is down', async () => {
    await openPicture();
    const show = page.getByRole('button', { name: 'Show the picture' });
    await show.hover();
    await page.waitForTimeout(300);
    await expect(picture).toHaveCount(0);
    expect(await reveals()).toBe(0);
    await window.evidence.focus();
    await page.keyboard.down('.');
    await expect(picture).toBeVisible();
    expect(await reveals()).toBe(1);
    await page.keyboard.up('.');
    await expect(picture).toHaveCount(0);
    await show.click();
    await expect(picture).toBeVisible();
    expect(await reveals()).toBe(2);
    await expect(page.getByRole('button', { name: 'Graphic violence: 1 of 20' })).toBeVisible();
  });

  await test.step('greyscale is a choice of its own', async () => {
    await page.getByRole('button', { name: 'In greyscale' }).click();
    await expect(picture).toHaveCSS('filter', 'grayscale(1)');
    await expect(page.getByRole('button', { name: 'In colour' })).toBeVisible();
  });

  await test.step('on a break nothing of the work is on screen, and it comes back covered', async () => {
    await window.evidence.focus();
    await window.press('Shift+B');
    await expect(page.getByRole('heading', { name: 'You are on a break' })).toBeVisible();
    await expect(window.evidence).toHaveCount(0);
    await expect(page.getByRole('button', { name: /End break/ })).toBeFocused();
    await window.press('a', 'j');
    await page.getByRole('button', { name: /End break/ }).click();
    await expect(window.title).toContainText('reference picture');
    await expect(picture).toHaveCount(0);
    expect((await window.shown()).outcome).toBe('');
  });

  await test.step('a harm type is opted out of, and what is held of it can be released', async () => {
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await expect(page.getByRole('row', { name: /^Graphic violence 1 0 20/ })).toBeVisible();
    await page.getByRole('checkbox', { name: 'Do not give me cases of Graphic violence' }).click();
    await expect(page.getByText('You hold 1 case of a harm type that you opted out of')).toBeVisible();
    await page.getByRole('button', { name: 'Release it' }).click();
    await expect(page.getByText('You hold 1 case')).toHaveCount(0);
    const { outbox } = await callBridge(shell.url, 'sync.report', {});
    expect(outbox.map(({ commandType }) => commandType)).toEqual(
      expect.arrayContaining(['take-break', 'end-break', 'opt-out', 'release']),
    );
  });
});
