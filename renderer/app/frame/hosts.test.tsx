// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BulkheadBridge,
  type HostAuthentication,
  type HostEntry,
  type HostQuestion,
  type HostTestStep,
  shellCapabilities,
} from '../../../contract/bridge.ts';
import { Failure } from '../../../contract/errors.ts';
import { leaveHosts, retryNow, switchHost, useConnection } from '../../host/connection.ts';
import { startWindow, useWindow } from '../../host/main-process.ts';
import { disconnect } from '../../testing/record-calls.ts';
import { useClock } from '../../window/clock.ts';
import { useLocation } from '../../window/location.ts';
import { notifyFailure, useNotifications } from '../../window/notifications.ts';
import { SshQuestion } from './ssh-question.tsx';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { AddHostDialog } from './add-host-dialog.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { HostList } from './host-list.tsx';
import { ThemeButton } from './theme-button.tsx';
import { chooseOption } from '../../testing/choose-option.ts';

const entry = (id: string, isRemovable: boolean): HostEntry =>
  ({ id, label: id, isRemovable, state: { status: 'idle' }, reachedAt: null }) as HostEntry;

let hosts: HostEntry[];
let themes: string[];
let tested: string[];
let testSteps: HostTestStep[];
let answers: (readonly [string, string | undefined])[];
let ask: (questions: readonly HostQuestion[]) => void;

const passed = (id: string): HostTestStep => ({
  id,
  title: id,
  progress: 'done',
  check: { id, title: id, state: 'ok', message: `${id} is as it has to be.`, fix: null },
});

const bridge: BulkheadBridge = {
  shell: { capabilities: shellCapabilities, language: 'en' },
  about: async () => ({ initialHost: undefined }) as never,
  hosts: {
    list: async () => hosts,
    async add(address) {
      if (!/^(?:ssh:\/\/)?edge/.test(address)) throw new Error('cannot read the address: write ssh://user@host');
      hosts.push(entry(address, true));
      return entry(address, true);
    },
    async remove(id) {
      hosts = hosts.filter((host) => host.id !== id);
    },
    onChange: () => () => undefined,
    check: async () => [],
    suggestions: async () => ['ssh://edge-1', 'ssh://edge-7'],
    test(address, onSteps) {
      tested.push(address);
      onSteps(testSteps);
      return { done: Promise.resolve(), cancel: () => undefined };
    },
    open: () => undefined,
  },
  questions: {
    onChange: (listener) => {
      ask = listener;
      return () => undefined;
    },
    async answer(id, text) {
      answers.push([id, text]);
    },
  },
  theme: {
    get: async () => ({ choice: 'system', isDark: false }),
    async set(choice) {
      themes.push(choice);
      return { choice, isDark: choice === 'dark' };
    },
    onChange: () => () => undefined,
  },
  reports: { save: async () => undefined, saveHostReport: async () => undefined },
  alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
  help: { onOpen: () => () => undefined },
  charts: { saveTable: async () => undefined, savePicture: async () => undefined },
  terminals: { saveOutput: async () => undefined, openLink: async () => undefined },
  localChanges: { save: async () => undefined },
  files: {
    begin: async () => undefined,
    write: async () => undefined,
    end: async () => undefined,
    discard: async () => undefined,
  },
  images: {
    find: async () => [],
    chooseKeyring: async () => undefined,
    begin: async () => 'fake',
    beginRegistry: async () => 'fake',
    read: async () => ({ data: undefined, cuts: 0 }),
    end: async () => undefined,
  },
};

beforeEach(async () => {
  localStorage.clear();
  hosts = [entry('lab', false), entry('edge-1', true)];
  themes = [];
  tested = [];
  testSteps = [passed('network'), passed('login')];
  answers = [];
  useWindow.setState({ hostId: undefined });
  await startWindow(bridge);
});

afterEach(async () => {
  cleanup();
  useLocation.setState({ route: { page: 'overview' } });
  closeDialog();
  await leaveHosts();
});

const ids = () => useWindow.getState().hosts.map(({ id }) => id);
const lost = (hostId: string) =>
  [hostId, { status: 'lost', hostId, reason: 'cannot reach it', attempt: 1, retryAt: 0 }] as const;
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

describe('the list of hosts', () => {
  it('goes to another host', async () => {
    render(<HostList />);
    await press(/^edge-1/);
    expect(useWindow.getState().hostId).toBe('edge-1');
  });

  it('marks the host that is shown, and none where all are (window m2)', () => {
    useWindow.setState({ hostId: 'lab' });
    useLocation.setState({ route: { page: 'overview' } });
    render(<HostList />);
    const host = screen.getByRole('button', { name: /^lab/ });
    expect(host.getAttribute('aria-current')).toBe('true');
    act(() => useLocation.setState({ route: { page: 'hosts', filter: '' } }));
    expect(host.getAttribute('aria-current')).toBe('false');
    expect(screen.getByRole('link', { name: 'All hosts' }).getAttribute('aria-current')).toBe('page');
  });

  it('removes a host that was added, and keeps the others', async () => {
    render(<HostList />);
    expect(screen.queryByRole('button', { name: 'Forget host lab' })).toBe(null);
    await press('Forget host edge-1');
    await waitFor(() => expect(ids()).toEqual(['lab']));
  });

  it('offers the way back of that', async () => {
    render(<HostList />);
    useNotifications.setState({ notifications: [] });
    await press('Forget host edge-1');
    await waitFor(() => expect(ids()).toEqual(['lab']));
    useNotifications.getState().notifications[0]?.action?.run();
    await waitFor(() => expect(ids()).toEqual(['lab', 'edge-1']));
  });

  it('says of a host that it was never reached, and of another when it was last heard', async () => {
    useConnection.setState({
      byHost: new Map([lost('lab'), lost('edge-1')]),
      heardAt: new Map([['edge-1', new Date(2026, 10, 26, 17, 35).getTime() / 1000]]),
    });
    useClock.setState({ now: new Date(2026, 10, 26, 18, 40).getTime() / 1000 });
    render(<HostList />);
    expect(screen.getByRole('button', { name: /^lab/ }).textContent).toContain('never reached');
    expect(screen.getByRole('button', { name: /^edge-1/ }).textContent).toContain('connection lost, 17:35');
  });

  it('shows the mode of a host that is connected in one line, and says aloud that it is connected', () => {
    useConnection.setState({
      byHost: new Map([['lab', { status: 'connected', hostId: 'lab', client: {} as never }]]),
      infos: new Map([['lab', { selinux: { status: 'permissive' } } as never]]),
    });
    render(<HostList />);
    const host = screen.getByRole('button', { name: /^lab/ });
    expect(host.textContent).toBe('labconnectedSELinux permissive');
    expect(host.querySelector('.host-mode > .visually-hidden')?.textContent).toBe('connected');
  });

  it('asks for the address of another', async () => {
    render(<HostList />);
    await press('Add host');
    expect(useDialog.getState().dialog.kind).toBe('add-host');
  });
});

describe('adding a host', () => {
  it('goes there, and closes the dialog', async () => {
    openDialog({ kind: 'add-host' });
    render(<AddHostDialog />);
    await userEvent.type(screen.getByRole('combobox', { name: 'Address' }), 'edge-2{Enter}');
    expect(await screen.findByText('All that is needed is there.')).toBeTruthy();
    expect(tested).toEqual(['ssh://edge-2']);
    await press('Add');
    await waitFor(() => expect(useDialog.getState().dialog.kind).toBe('none'));
    expect(useWindow.getState().hostId).toBe('ssh://edge-2');
  });

  it('says why an address cannot be used', async () => {
    render(<AddHostDialog />);
    await userEvent.type(screen.getByRole('combobox', { name: 'Address' }), 'nowhere');
    await press('Add without a test');
    expect(await screen.findByText('Cannot read the address: write ssh://user@host.')).toBeTruthy();
  });
});

describe('a test of a host', () => {
  it('shows what is missing with what fixes it, and adds the host all the same when that is wanted', async () => {
    testSteps = [
      passed('network'),
      {
        id: 'login',
        title: 'Login',
        progress: 'done',
        check: {
          id: 'login',
          title: 'Login',
          state: 'fail',
          message: 'ssh says no.',
          fix: { by: 'commands', summary: 'Load your key.', commands: ['ssh-add'] },
        },
      },
      { id: 'helper', title: 'Helper', progress: 'left-out', check: null },
    ];
    // Another file of tests may have put a mock there, which has been called.
    const shown = vi.spyOn(Element.prototype, 'scrollIntoView').mockClear();
    render(<AddHostDialog />);
    await userEvent.type(screen.getByRole('combobox', { name: 'Address' }), 'edge-3');
    await press('Test');
    expect(await screen.findByText('ssh-add')).toBeTruthy();
    expect(shown.mock.contexts.map((part) => (part as Element).textContent)).toEqual([
      expect.stringContaining('ssh says no.') as string,
    ]);
    shown.mockRestore();
    expect(screen.getByText('not tested')).toBeTruthy();
    await press('Add all the same');
    await waitFor(() => expect(useWindow.getState().hostId).toBe('ssh://edge-3'));
  });

  it('is forgotten when another address is typed', async () => {
    render(<AddHostDialog />);
    const field = screen.getByRole('combobox', { name: 'Address' });
    await userEvent.type(field, 'edge-3{Enter}');
    expect(await screen.findByText('All that is needed is there.')).toBeTruthy();
    await userEvent.type(field, '4');
    expect(screen.queryByText('All that is needed is there.')).toBe(null);
  });

  it('offers the hosts of the ssh configuration', async () => {
    render(<AddHostDialog />);
    const field = screen.getByRole('combobox', { name: 'Address' });
    await userEvent.type(field, 'edge-7');
    await userEvent.click(await screen.findByRole('option', { name: 'ssh://edge-7' }));
    expect((field as HTMLInputElement).value).toBe('ssh://edge-7');
  });
});

describe('a question of ssh', () => {
  const question = (kind: HostQuestion['kind'], text: string): HostQuestion => ({
    id: 'q',
    hostId: 'edge-1',
    host: 'edge-1',
    kind,
    text,
  });

  it('is asked in its own words, and the password goes back', async () => {
    render(<SshQuestion />);
    act(() => ask([question('password', "ops@edge-1's password: ")]));
    expect(screen.getByRole('dialog', { name: 'Password for edge-1' }).textContent).toContain("ops@edge-1's password:");
    await userEvent.type(screen.getByLabelText('Answer'), 'hunter2{Enter}');
    expect(answers).toEqual([['q', 'hunter2']]);
    expect(screen.queryByRole('dialog')).toBe(null);
  });

  it('can be left without an answer', async () => {
    render(<SshQuestion />);
    act(() => ask([question('other', 'One-time code: ')]));
    await press('Cancel');
    expect(answers).toEqual([['q', undefined]]);
  });

  it('about a key is answered no unless the person says that it is right', async () => {
    render(<SshQuestion />);
    act(() => ask([question('host-key', 'ED25519 key fingerprint is SHA256:abc.')]));
    expect(screen.getByRole('button', { name: 'Do not connect' })).toBe(document.activeElement);
    await userEvent.keyboard('{Escape}');
    act(() => ask([question('host-key', 'ED25519 key fingerprint is SHA256:abc.')]));
    await press('The fingerprint is right');
    expect(answers).toEqual([
      ['q', 'no'],
      ['q', 'yes'],
    ]);
  });
});

describe('a question of polkit on a host', () => {
  const about = {
    action: 'org.bulkhead.stop-containers',
    message: 'Stop the container we\u202Eb',
    identities: [],
    identity: 'Ada (ada)',
    remarks: [],
  };
  const question = (authentication: Partial<HostAuthentication> = {}, text = 'Password: '): HostQuestion => ({
    id: 'p',
    hostId: 'edge-1',
    host: 'edge-1',
    kind: 'polkit',
    text,
    authentication: { ...about, ...authentication },
  });

  it('says on which host, what for and as whom, and the password goes back', async () => {
    render(<SshQuestion />);
    act(() => ask([question({ remarks: ['Caps Lock is on'] })]));
    const { textContent } = screen.getByRole('dialog', { name: 'Authentication on edge-1' });
    expect(textContent).toContain('Stop the container we\\u{202e}b');
    expect(textContent).toContain('As: Ada (ada)');
    expect(textContent).toContain('polkit on edge-1 asks, for org.bulkhead.stop-containers.');
    expect(screen.getByRole('status').textContent).toBe('Caps Lock is on');
    await userEvent.type(screen.getByLabelText('Password'), 'hunter2{Enter}');
    expect(answers).toEqual([['p', 'hunter2']]);
    expect(screen.queryByRole('dialog')).toBe(null);
  });

  it('names the field as polkit does where it wants something else than a password', () => {
    render(<SshQuestion />);
    act(() => ask([question({}, 'One-time code: ')]));
    expect(screen.getByLabelText('One-time code:')).toBe(document.activeElement);
  });

  it('lets the person choose who authenticates, and begins with the same one the next time', async () => {
    const choice = { identities: ['Ada (ada)', 'Grace (grace)'], identity: undefined };
    render(<SshQuestion />);
    act(() => ask([question(choice)]));
    await chooseOption('Authenticate as', 'Grace (grace)');
    await press('Continue');
    act(() => ask([question(choice)]));
    expect(screen.getByLabelText('Authenticate as').textContent).toBe('Grace (grace)');
    await press('Continue');
    expect(answers).toEqual([
      ['p', '2'],
      ['p', '2'],
    ]);
  });

  it('can be dismissed, and what is then not authorised is no error', async () => {
    render(<SshQuestion />);
    useNotifications.setState({ notifications: [] });
    act(() => ask([question()]));
    await press('Cancel');
    expect(answers).toEqual([['p', undefined]]);
    notifyFailure('cannot stop the container web', new Failure('not-authorised', { action: 'stop-containers' }));
    notifyFailure('cannot remove the container web', new Failure('not-authorised', { action: 'remove-containers' }));
    expect(useNotifications.getState().notifications.map(({ tone }) => tone)).toEqual(['info', 'failed']);
  });
});

describe('a lost connection', () => {
  it('says why, and offers to try at once', async () => {
    disconnect();
    render(<ConnectionBanner />);
    expect(screen.getByRole('alert').textContent).toBe('lab was never reached: no route.');
    expect(screen.getByText(/There is no data of it yet/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try now' })).toBeTruthy();
  });

  it('says as of when the data is', async () => {
    disconnect();
    useConnection.setState({ heardAt: new Map([['lab', new Date(2026, 10, 26, 17, 35).getTime() / 1000]]) });
    useClock.setState({ now: new Date(2026, 10, 26, 18, 40).getTime() / 1000 });
    render(<ConnectionBanner />);
    expect(screen.getByRole('alert').textContent).toBe('No connection to lab: no route.');
    expect(screen.getByText(/^Showing data as of 17:35\. Next attempt in/)).toBeTruthy();
  });

  it('of which only the person can clear the cause is not tried until they ask', async () => {
    useConnection.setState({
      connection: { status: 'held', hostId: 'lab', reason: 'ssh needs a password', obstacle: 'login' },
    });
    render(<ConnectionBanner />);
    expect(screen.getByRole('alert').textContent).toBe('lab waits for you: ssh needs a password.');
    expect(screen.getByRole('button', { name: 'Log in' })).toBeTruthy();
  });

  it('is tried at once when that is pressed', async () => {
    const attempts = vi.fn();
    const isLost = (attempt: number) =>
      waitFor(() => expect(useConnection.getState().connection).toMatchObject({ status: 'lost', attempt }));
    await leaveHosts();
    await switchHost('lab', async () => {
      attempts();
      throw new Error('no route');
    });
    for (const attempt of [1, 2, 3]) {
      await isLost(attempt);
      retryNow();
    }
    // The next attempt would be eight seconds away.
    await isLost(4);
    render(<ConnectionBanner />);
    await press('Try now');
    await waitFor(() => expect(attempts).toHaveBeenCalledTimes(5));
  });
});

it('the theme changes from that of the system to light', async () => {
  render(<ThemeButton />);
  await press('Theme: As the system');
  await userEvent.click(screen.getByRole('menuitem', { name: 'Light' }));
  expect(themes).toEqual(['light']);
});
