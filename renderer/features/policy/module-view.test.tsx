// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { EditorView } from '@codemirror/view';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AccessUsage, PolicyModule } from '../../../contract/model/policy/policy-module.ts';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { serve } from '../../../rpc/server.ts';
import { countOf } from '../../testing/fake/policies/fake-counts.ts';
import { fakeHandlers } from '../../testing/fake/fake-handlers.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import type { OpenHost } from '../../host/transport/open-client.ts';
import { leaveHosts, switchHost, useConnection } from '../../host/connection.ts';
import { useDrafts } from '../../window/drafts.ts';
import { ModuleView } from './module-view.tsx';

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

const module: PolicyModule = {
  container: 'web',
  module: 'bulkhead_c_web',
  domain: 'bulkhead_c_web_t',
  version: 1,
  state: 'installed',
  isPermissive: false,
  learningUntil: null,
  versions: [{ version: 1, sha256: '00', createdAt: 1, note: 'made' }],
};

let host: FakeHost;
/** The source is given when this resolves. */
let giving: Promise<void>;
let compiled: string[];
let usage: AccessUsage | null;

const openHost: OpenHost = async () => {
  const [near, far] = createMemoryTransports();
  serve({
    transport: far,
    handlers: {
      ...fakeHandlers(host),
      'policy.show': async () => {
        await giving;
        return { module, source: '; the source', installed: '; the source' };
      },
      'policy.preview': async function* ({ source }) {
        compiled.push(source);
        yield { step: 'compile', fraction: 0 };
        return {
          problems: [],
          added: [],
          addedCount: 0,
          removed: [],
          removedCount: 0,
          risk: { level: 'low', reason: 'Nothing changes.' },
          counts: { now: null, then: countOf('bulkhead_c_web_t') },
          usage,
        };
      },
    },
    version: '0.1.0',
    admit: async () => 'operator',
    onFault: String,
  });
  const client = await connect(near);
  return { client, info: await client.request('host.info', {}) };
};

const press = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Check changes' }));

beforeEach(async () => {
  host = createFakeHost({ hostname: 'test', containers: 0 });
  giving = Promise.resolve();
  compiled = [];
  usage = null;
  await switchHost('test', openHost);
  await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
});

afterEach(async () => {
  cleanup();
  await leaveHosts();
  host.stop();
});

it('a source that was changed is there again after one went elsewhere, until it is discarded (window B5)', async () => {
  const edit = async (): Promise<HTMLElement> => screen.findByRole('textbox', { name: 'Source of bulkhead_c_web' });
  render(<ModuleView module={module} onChanged={vi.fn()} />);
  const editor = EditorView.findFromDOM(await edit());
  act(() => editor?.dispatch({ changes: { from: 0, insert: '(typepermissive x)' } }));
  await expect.poll(() => useDrafts.getState().drafts.size).toBe(1);
  cleanup();
  render(<ModuleView module={module} onChanged={vi.fn()} />);
  expect((await edit()).textContent).toContain('(typepermissive x)');
  expect(screen.getByRole('status').textContent).toContain('This is your unsaved text from before.');
  await userEvent.click(screen.getByRole('button', { name: 'Discard it' }));
  expect((await edit()).textContent).toBe('; the source');
});

it('a press on "Check changes" while the source loads says so; then it compiles what is shown (window 15)', async () => {
  let give: () => void = () => undefined;
  giving = new Promise((resolve) => (give = resolve));
  render(<ModuleView module={module} onChanged={() => undefined} />);
  await press();
  expect((await screen.findByRole('tooltip')).textContent).toBe('The source is still being loaded.');
  expect(compiled).toEqual([]);
  give();
  await screen.findByText(/the source/);
  await press();
  await screen.findByText('None: it allows the same as now.');
  expect(compiled).toEqual(['; the source']);
  expect(
    screen.getByText(/^By this source it may make 910 accesses, 499 of them outside its own types\.$/),
  ).toBeTruthy();
});

it('shows what of a source its container used, and lists what it did not', async () => {
  usage = {
    granted: 835,
    used: 300,
    grantedOutside: 343,
    usedOutside: 120,
    accesses: [],
    unknown: [],
    surplus: [{ target: 'sysctl_vm_t', class: 'file', permissions: ['mounton', 'read'] }],
  };
  render(<ModuleView module={module} onChanged={() => undefined} />);
  await screen.findByText(/the source/);
  await press();
  await screen.findByText(/would have 835 accesses; 300 of them were used/);
  await userEvent.click(screen.getByText('What it has not used (1)'));
  expect(screen.getByText('sysctl_vm_t:file { mounton read }')).toBeTruthy();
});

it('says when it is not known what its container uses', async () => {
  render(<ModuleView module={module} onChanged={() => undefined} />);
  await screen.findByText(/the source/);
  await press();
  await screen.findByText('What of it the container uses is known once it has learned.');
});

it('a press on "Check changes" without a connection says so (window 15)', async () => {
  await leaveHosts();
  render(<ModuleView module={module} onChanged={() => undefined} />);
  await press();
  expect((await screen.findByRole('tooltip')).textContent).toBe('There is no connection to the host.');
});
