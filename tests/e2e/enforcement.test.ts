import { expect, test } from '../support/e2e.ts';
import type { Processes } from '../support/processes.ts';
import { createReviewWindow } from '../support/review-window.ts';

const REVIEWER = 'reviewer-21';
const SUPERVISOR = 'supervisor-21';

/** A central API with one reviewer, one supervisor and one producer, and nothing to decide yet. */
async function startTeam(processes: Processes) {
  const dataDir = processes.folder('central');
  for (const [username, role] of [
    [REVIEWER, 'reviewer'],
    [SUPERVISOR, 'supervisor'],
  ] as const)
    await processes.central(dataDir, ['users', 'add', username, '--role', role], `${username}-demo`);
  const added = ['producers', 'add', 'detector', '--name', 'Detector', '--sources', 'detection'];
  const key = await processes.central(dataDir, added);
  const central = await processes.startCentral({ mode: 'serve', dataDir });

  let sent = 0;
  async function post(title: string, change: Readonly<Record<string, unknown>> = {}): Promise<string> {
    sent += 1;
    const response = await fetch(`${central.url}/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        externalId: `case-${sent}`,
        source: 'detection',
        queue: 'job-posts',
        title,
        subject: { type: 'job-post', id: `post-${sent}`, label: title },
        related: [{ relation: 'owner', subject: { type: 'account', id: 'account-1', label: 'Owner' } }],
        riskScore: 0.9,
        evidence: [
          {
            key: 'post',
            label: 'Post',
            document: {
              kind: 'job-post',
              title,
              client: { id: 'client-1', label: 'A client' },
              sections: [
                { name: 'description', heading: 'Description', text: 'Send a deposit of $120 first.' },
              ],
            },
          },
        ],
        ...change,
      }),
    });
    const answer = (await response.json()) as { results?: { status: string; caseId: string }[] };
    expect(answer.results?.[0], JSON.stringify(answer)).toMatchObject({ status: 'added' });
    return answer.results?.[0]?.caseId ?? '';
  }
  return { central, post };
}

test('a case posted over HTTP is in the queue on screen within 2 s', async ({ processes, page }) => {
  const { central, post } = await startTeam(processes);
  const shell = await processes.startLoopback({ central: central.url, demo: false });
  const window = createReviewWindow(page, shell.url);
  await window.open();
  await window.typeCredentials(REVIEWER);
  await expect(window.status).toContainText('Online');

  const postedAt = performance.now();
  await post('Data entry, paid weekly');
  await expect(window.cases.getByRole('option', { name: /Data entry/ })).toBeVisible();
  const shownMs = Math.round(performance.now() - postedAt);
  test
    .info()
    .annotations.push({ type: 'in the queue', description: `${shownMs} ms after the request began` });
  expect(shownMs, `the case was on screen ${shownMs} ms after its request began`).toBeLessThan(2_000);
});
