import { expect, test } from 'vitest';
import type { EvidenceView } from '../../../contract/bridge.ts';
import { tabsOf } from '../../../renderer/evidence/model/tabs.ts';

const view = (id: string, kind: EvidenceView['item']['kind'], translationOf: string | null = null) =>
  ({ item: { id, kind, translationOf }, status: 'ready' }) as unknown as EvidenceView;

test('what the case is about comes first, then why it was raised, then the rest in groups', () => {
  const evidence = [
    view('history', 'history'),
    view('report-1', 'report'),
    view('profile', 'profile'),
    view('post', 'job-post'),
    view('detection', 'detection'),
    view('report-2', 'report'),
  ];
  expect(tabsOf(evidence, 'job-post').map(({ id }) => id)).toEqual([
    'post',
    'detection',
    'report-1',
    'report-2',
    'profile',
    'history',
  ]);
  expect(tabsOf(evidence, 'account')[0]?.id).toBe('profile');
});

test('a translation stands beside its original, and alone only without it', () => {
  const thread = view('thread', 'messages');
  const english = view('english', 'messages', 'thread');
  expect(tabsOf([english, thread], 'message-thread').map(({ id, translation }) => [id, translation])).toEqual(
    [['thread', english]],
  );
  expect(tabsOf([english], 'message-thread').map(({ id }) => id)).toEqual(['english']);
});
