// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { AdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useOperations } from '../../host/operations.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { replaceRoute } from '../../window/location.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { AdoptDialog } from './adopt-dialog.tsx';
import { adoptionActions } from './adoption-actions.ts';
import { AdoptionNotice } from './adoption-notice.tsx';
import { RemoveOriginalDialog } from './remove-original-dialog.tsx';
import { RestoreOriginalDialog } from './restore-original-dialog.tsx';

const foreign = someContainer('legacy-intranet', { state: 'stopped', initPid: null });
const adopted = someContainer('staging', { original: { name: 'old', adoptedAt: 1_795_541_512 } });
const preview: AdoptionPreview = {
  problems: [],
  weaknesses: ['It has no user namespace: root inside is root of the host.'],
  lines: [
    { file: '/c', key: 'lxc.uts.name', value: 'shop', outcome: 'kept', note: 'It has this host name.' },
    { file: '/c', key: 'lxc.hook.stop', value: '/x\u202e', outcome: 'left-out', note: 'It is a program of the host.' },
    {
      file: '/usr/share/lxc/config/common.conf',
      key: 'lxc.tty.max',
      value: '4',
      outcome: 'replaced',
      note: 'Bulkhead.',
    },
  ],
  root: '/r',
  image: 'adopted-x',
  limits: defaultLimits,
  network: { kind: 'nat' },
  settings: noSettings,
  tags: [],
  volumes: [
    { source: '/srv/a', target: '/a', readOnly: true, share: false },
    { source: '/srv/b', target: '/b', readOnly: false, share: false },
  ],
};

beforeEach(() => show(foreign, adopted));
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

function show(...containers: readonly Container[]): void {
  useContainers.setState({ byName: new Map(containers.map((one) => [one.name, one])) });
}
const said = (): readonly string[] => useNotifications.getState().notifications.map(({ text }) => text);
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

describe('the dialog of an adoption', () => {
  it('shows what weakens the container and what becomes of each line; those of LXC itself are apart', async () => {
    recordCalls({ 'container.preview-adoption': () => preview });
    render(<AdoptDialog name={foreign.name} />);
    expect(await screen.findByText(/It has no user namespace/)).toBeDefined();
    const table = screen.getByRole('table', { name: 'Lines of its configuration' });
    expect(
      within(table)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'LineSettingWhat becomes of it',
      'keptlxc.uts.name = shopIt has this host name.',
      expect.stringMatching(/^left outlxc\.hook\.stop = \/x.*202E.*It is a program of the host\.$/i),
    ]);
    expect(screen.getByText("1 line of LXC's own files")).toBeDefined();
    expect(screen.getByText('memory 512 MiB')).toBeDefined();
  });

  it('adopts with the volumes that stay chosen, follows the copy, and says that the original is kept', async () => {
    let finish: (container: Container) => void = () => undefined;
    const calls = recordCalls(
      {
        'container.preview-adoption': () => preview,
        'container.adopt': () => new Promise((resolve) => (finish = resolve)),
      },
      { 'container.adopt': () => [{ step: 'copy', files: 1200, bytes: 2048 }] },
    );
    render(<AdoptDialog name={foreign.name} />);
    await userEvent.click(await screen.findByRole('checkbox', { name: '/srv/b at /b' }));
    await press('Adopt');
    await expect
      .poll(() => calls.at(-1))
      .toEqual({ name: 'container.adopt', params: { name: foreign.name, volumes: ['/a'] } });
    await expect
      .poll(() => useOperations.getState().operations[0])
      .toMatchObject({
        canCancel: true,
        activeLabel: 'being adopted',
        detail: '1,200 files, 2 KiB',
        steps: [{ step: 'Copying its files to an image' }],
      });
    finish(adopted);
    await expect.poll(said).toEqual([`${foreign.name} was adopted. Its original is kept until you remove it.`]);
  });

  it('says why a container cannot be adopted, and looks again when asked', async () => {
    let problems = ['it runs; stop it first'];
    const calls = recordCalls({ 'container.preview-adoption': () => ({ ...preview, problems }) });
    render(<AdoptDialog name={foreign.name} />);
    expect(await screen.findByText('it runs; stop it first')).toBeDefined();
    await press('Adopt');
    expect(calls.map(({ name }) => name)).toEqual(['container.preview-adoption']);
    problems = [];
    await press('Check again');
    await expect.poll(() => screen.queryByText('it runs; stop it first')).toBeNull();
    await press('Adopt');
    await expect.poll(() => calls.at(-1)?.name).toBe('container.adopt');
  });

  it('says what went wrong when its configuration cannot be read, and tries again', async () => {
    let isThere = false;
    recordCalls({
      'container.preview-adoption': () => {
        if (!isThere) throw new Failure('container-not-found', { name: foreign.name });
        return preview;
      },
    });
    render(<AdoptDialog name={foreign.name} />);
    expect((await screen.findByRole('alert')).textContent).toContain('Cannot find the container');
    isThere = true;
    await press('Try again');
    expect(await screen.findByText(/It has no user namespace/)).toBeDefined();
  });
});

describe('the notice on the page', () => {
  it('of a container of another tool opens the adoption', async () => {
    recordCalls();
    render(<AdoptionNotice container={foreign} busy={undefined} />);
    await press('Adopt…');
    expect(useDialog.getState().dialog).toEqual({ kind: 'adopt', name: foreign.name });
  });

  it('of an adopted one offers its original, and waits while something goes on', async () => {
    recordCalls();
    const { rerender } = render(<AdoptionNotice container={adopted} busy="starting" />);
    await press('Restore original…');
    expect(useDialog.getState().dialog).toEqual({ kind: 'none' });
    rerender(<AdoptionNotice container={adopted} busy={undefined} />);
    await press('Restore original…');
    expect(useDialog.getState().dialog).toEqual({ kind: 'restore-original', name: 'staging' });
    await press('Remove original…');
    expect(useDialog.getState().dialog).toEqual({ kind: 'remove-original', name: 'staging' });
  });

  it('is none for a container that Bulkhead created', () => {
    render(<AdoptionNotice container={{ ...adopted, original: null }} busy={undefined} />);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('the original', () => {
  it('is restored once the name is typed, and the page goes on to it', async () => {
    const calls = recordCalls({ 'container.restore-original': () => ({ ...foreign, name: 'old' }) });
    replaceRoute({ page: 'container', name: 'staging', tab: 'overview' });
    render(<RestoreOriginalDialog name="staging" />);
    await press('Restore');
    expect(calls).toEqual([]);
    await userEvent.type(screen.getByRole('textbox', { name: 'Container name' }), 'staging{Enter}');
    await expect
      .poll(() => calls)
      .toEqual([{ name: 'container.restore-original', params: { name: 'staging', force: false } }]);
    await expect.poll(() => window.location.hash).toBe('#/containers/old/overview');
    expect(said()).toEqual(['old is as it was before it was adopted.']);
  });

  it('of a running container is restored when that is to be stopped', async () => {
    const calls = recordCalls();
    show({ ...adopted, state: 'running' });
    render(<RestoreOriginalDialog name="staging" />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Container name' }), 'staging');
    await press('Restore');
    expect(calls).toEqual([]);
    await userEvent.click(screen.getByRole('checkbox', { name: /^Stop staging first/ }));
    await press('Restore');
    await expect.poll(() => calls[0]?.params).toEqual({ name: 'staging', force: true });
  });

  it('is removed, and what stays of it is named', async () => {
    recordCalls({ 'container.remove-original': () => ({ left: ['/srv/root'] }) });
    render(<RemoveOriginalDialog name="staging" />);
    await press('Remove');
    await expect.poll(said).toEqual(['The original of staging was removed.']);
    expect(useNotifications.getState().notifications[0]?.details).toContain('/srv/root');
  });
});

describe('an instance of Incus', () => {
  it('is offered to be adopted, in words about its snapshot', async () => {
    const instance = someContainer('staging', { engine: 'incus', isManaged: false, state: 'stopped', initPid: null });
    show(instance);
    const [adopt, ...others] = adoptionActions(instance, { isConnected: true, busy: undefined });
    expect([adopt?.label, others]).toEqual(['Adopt…', []]);
    recordCalls({ 'container.preview-adoption': () => ({ ...preview, image: '', root: null, volumes: [] }) });
    render(<AdoptDialog name="staging" />);
    expect((await screen.findByRole('dialog')).textContent).toContain('Incus takes a snapshot of it');
    await screen.findByText('What it gets');
    expect(screen.getByRole('dialog').textContent).not.toContain('image');
  });

  it('has its original restored and removed, in words about its snapshot', () => {
    show(someContainer('staging', { engine: 'incus', original: { name: 'staging', adoptedAt: 1_795_541_512 } }));
    render(<RestoreOriginalDialog name="staging" />);
    expect(screen.getByRole('dialog').textContent).toContain('with its limits.');
    cleanup();
    render(<RemoveOriginalDialog name="staging" />);
    expect(screen.getByRole('dialog').textContent).toContain('the snapshot that Incus took');
  });
});
