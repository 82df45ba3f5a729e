// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';

const layout = {
  kind: 'split',
  direction: 'right',
  share: 30,
  first: { kind: 'pane', id: 5 },
  second: {
    kind: 'split',
    direction: 'below',
    share: 50,
    first: { kind: 'pane', id: 9 },
    second: { kind: 'pane', id: 7 },
  },
};
const session = { id: 'kept-1', hostId: 'edge' };
const kept = {
  layout,
  active: 9,
  panes: [
    { id: 5, hostId: 'lab', container: 'web', content: { kind: 'log', source: 'console' } },
    { id: 7, hostId: 'edge', container: 'db', content: { kind: 'terminal', number: 2, choice: {}, session } },
    { id: 9, hostId: 'lab', container: 'db', content: { kind: 'terminal', number: 1, choice: { user: 'www' } } },
  ],
};

/** The workspace of a window that was just started. */
async function start() {
  vi.resetModules();
  const { useWorkspace, closeAllPanes } = await import('./workspace.ts');
  const { useTerminals } = await import('../console/terminal-store.ts');
  return { workspace: useWorkspace.getState(), entries: useTerminals.getState().entries, closeAllPanes };
}

afterEach(() => localStorage.clear());

it('the layout and what each pane holds are there after a restart; a session that has ended waits to be asked for', async () => {
  localStorage.setItem('bulkhead.workspace', JSON.stringify(kept));
  const first = await start();
  expect(first.workspace.layout).toMatchObject({ share: 30, second: { direction: 'below' } });
  expect(first.workspace.panes.map(({ container, content }) => [container, content.kind])).toEqual([
    ['web', 'log'],
    ['db', 'terminal'],
    ['db', 'terminal'],
  ]);
  expect(first.entries).toMatchObject([
    { hostId: 'edge', number: 2, kept: session, status: { status: 'opening' } },
    { hostId: 'lab', choice: { user: 'www' }, kept: undefined, status: { status: 'gone' } },
  ]);
  expect(first.workspace.panes.find(({ id }) => id === first.workspace.active)).toMatchObject({
    hostId: 'lab',
    container: 'db',
  });
  window.dispatchEvent(new Event('pagehide'));
  const second = await start();
  expect(second.entries).toMatchObject(first.entries.map(({ number, kept: one }) => ({ number, kept: one })));
  second.closeAllPanes();
  window.dispatchEvent(new Event('pagehide'));
});

it.each([
  ['a pane without a place', { ...kept, panes: [...kept.panes, { ...kept.panes[0], id: 11 }] }],
  ['a place without a pane', { ...kept, panes: kept.panes.slice(1) }],
  ['a field that nobody knows', { ...kept, isTypingToAll: true }],
  ['no layout', 'nonsense'],
])('what does not fit is an empty workspace: %s', async (_, text) => {
  localStorage.setItem('bulkhead.workspace', JSON.stringify(text));
  expect((await start()).workspace).toMatchObject({ panes: [], layout: undefined });
});
