// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useOperations } from '../../host/operations.ts';
import { answerChannels } from '../../testing/answer-channels.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { prototypeWith } from '../../testing/prototype-with.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { FilePropertiesDialog } from './file-properties-dialog.tsx';
import { FilesTab } from './files-tab.tsx';
import { NewFolderDialog } from './new-folder-dialog.tsx';
import { RemoveFilesDialog } from './remove-files-dialog.tsx';
import { RenameFileDialog } from './rename-file-dialog.tsx';

const web = someContainer('web');

function someFile(name: string, changed: Partial<ContainerFile> = {}): ContainerFile {
  return {
    name,
    kind: 'file',
    bytes: 2048,
    mode: 0o644,
    modifiedAt: 1_795_532_000,
    target: null,
    version: name,
    user: { inside: 0, host: 165_536 },
    group: { inside: 33, host: 165_569 },
    label: 'system_u:object_r:bulkhead_file_t:s0:c1,c2',
    ...changed,
  };
}
const folders: Readonly<Record<string, readonly ContainerFile[]>> = {
  '/': [
    someFile('readme'),
    someFile('etc', { kind: 'folder' }),
    someFile('bin', { kind: 'link', target: 'usr/bin' }),
    someFile('<img src=x>\u202egnp', { bytes: 1 }),
  ],
  '/etc': [someFile('hosts', { bytes: 10 }), someFile('passwd', { bytes: 4096 })],
  '/empty': [],
};

let calls: ReturnType<typeof recordCalls>;
function host(answers: Answers = {}): void {
  calls = recordCalls(
    {
      'file.list': (params) => {
        const { path } = params as { readonly path: string };
        if (folders[path] === undefined) throw new Failure('file-not-found', { name: 'web', path });
        return { folder: someFile(''), path, isTruncated: false };
      },
      'file.status': () => ({ file: someFile('bin', { kind: 'folder' }), path: '/etc' }),
      'file.rename': () => ({ file: someFile('new') }),
      'file.make-folder': () => ({ file: someFile('new', { kind: 'folder' }) }),
      'file.change': () => ({ file: someFile('new') }),
      'file.remove': () => ({ removed: 3 }),
      'snapshot.take': () => ({ name: 'before-removal-1' }),
      ...answers,
    },
    { 'file.list': (params) => [{ files: folders[(params as { readonly path: string }).path] ?? [] }] },
  );
}
const asked = (): readonly unknown[] => calls.filter(({ name }) => name !== 'file.list');
const listed = (): readonly unknown[] =>
  calls.flatMap(({ name, params }) => (name === 'file.list' ? [(params as { readonly path: string }).path] : []));
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const notified = () => useNotifications.getState().notifications.at(-1);

/** happy-dom lays nothing out: without a height no row would be in sight. */
beforeEach(() => {
  for (const [property, size] of [
    ['offsetHeight', 600],
    ['offsetWidth', 900],
    ['clientHeight', 600],
    ['clientWidth', 900],
  ] as const)
    vi.spyOn(prototypeWith(property), property, 'get').mockReturnValue(size);
  host();
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
  closeDialog();
  clearHostStores();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

const names = (): readonly (string | null)[] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('button')[0]?.textContent ?? null);

async function openTab(): Promise<HTMLElement> {
  render(<FilesTab container={web} />);
  return screen.findByRole('grid', { name: 'Files in /' });
}

describe('the files of a container', () => {
  it('are listed with folders first, and no name is markup or turns the line around (D7)', async () => {
    await openTab();
    expect(names()).toEqual(['etc', '<img src=x>\\u{202e}gnp', 'bin', 'readme']);
    expect(document.querySelector('img')).toBe(null);
    expect(screen.getByText('4 files and folders.')).toBeTruthy();
    expect(screen.getAllByText('0:33')[0]).toBeTruthy();
  });

  it('are shown from the first ones on, while the others are still on their way', async () => {
    let finish: () => void = () => undefined;
    const whole = new Promise<void>((resolve) => (finish = resolve));
    host({ 'file.list': () => whole.then(() => ({ folder: someFile(''), path: '/', isTruncated: false })) });
    await openTab();
    expect(names()).toContain('readme');
    expect(screen.getByText('4 files and folders. More are being listed …')).toBeTruthy();
    finish();
    expect(await screen.findByText('4 files and folders.')).toBeTruthy();
  });

  it('are sorted by a column, and the other way round', async () => {
    await openTab();
    await press('Size');
    expect(names()).toEqual(['etc', 'bin', 'readme', '<img src=x>\\u{202e}gnp']);
    await press(/^Size/);
    expect(names()[1]).toBe('<img src=x>\\u{202e}gnp');
  });

  it('are filtered, and a filter without matches can be cleared', async () => {
    await openTab();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter files' }), 'READ');
    expect([names(), screen.getByText('1 of 4 files and folders.')]).toMatchObject([['readme'], {}]);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter files' }), 'x');
    await press('Clear filter');
    expect(names()).toHaveLength(4);
  });

  it('are walked through by the keyboard: down, into a folder, back to where one was, and through a link', async () => {
    const grid = await openTab();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const inside = await screen.findByRole('grid', { name: 'Files in /etc' });
    expect(document.activeElement).toBe(inside);
    await userEvent.keyboard('{Backspace}');
    await screen.findByRole('grid', { name: 'Files in /' });
    expect(screen.getByRole('row', { selected: true }).textContent).toContain('etc');
    await userEvent.keyboard('{End}{ArrowUp}{Enter}');
    await screen.findByRole('grid', { name: 'Files in /etc' });
    expect(asked()).toEqual([{ name: 'file.status', params: { name: 'web', path: '/bin', follow: true } }]);
  });

  it.each([
    ['{F2}', 'rename-file'],
    ['{Delete}', 'remove-files'],
    ['{Enter}', 'edit-file'],
  ])('the key %s opens the dialog %s', async (key, kind) => {
    const grid = await openTab();
    grid.focus();
    await userEvent.keyboard(`{End}${key}`);
    expect(useDialog.getState().dialog).toMatchObject({ kind, name: 'web' });
  });

  it('are reached by the parts of the path, each folder where one was last', async () => {
    await openTab();
    await userEvent.dblClick(screen.getByText('etc'));
    await screen.findByRole('grid', { name: 'Files in /etc' });
    cleanup();
    render(<FilesTab container={web} />);
    await screen.findByRole('grid', { name: 'Files in /etc' });
    await press('Root');
    await screen.findByRole('grid', { name: 'Files in /' });
    expect(listed().at(-1)).toBe('/');
  });

  it('say why they cannot be listed, and are asked for again', async () => {
    host({
      'file.list': () => {
        throw new Failure('container-busy', { name: 'web', reason: 'it is being removed' });
      },
    });
    render(<FilesTab container={web} />);
    expect((await screen.findByRole('alert')).textContent).toContain('it is being removed');
    await press('Try again');
    expect(listed()).toHaveLength(2);
  });

  it('are not shown of a container of another tool', () => {
    render(<FilesTab container={someContainer('web', { isManaged: false })} />);
    expect(screen.getByText('No files are shown')).toBeTruthy();
    expect(calls).toEqual([]);
    cleanup();
    render(<FilesTab container={someContainer('web', { engine: 'incus', isManaged: false })} />);
    expect(screen.getByText(/Adopt it, or use incus on the host/)).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it('are shown of one of Incus that Bulkhead has created', async () => {
    render(<FilesTab container={someContainer('web', { engine: 'incus' })} />);
    expect(await screen.findByText('readme')).toBeTruthy();
  });
});

describe('files of this machine', () => {
  /** A host that takes files; the paths and the content that it got. */
  function takeFiles(answer: (path: string) => unknown): unknown[] {
    const got: unknown[] = [];
    answerChannels((params: { readonly path: string; readonly replace?: boolean }) => {
      got.push([params.path, params.replace]);
      let [finish, stop]: [(value: unknown) => void, (error: unknown) => void] = [() => undefined, () => undefined];
      const result = new Promise((resolve, reject) => ([finish, stop] = [resolve, reject]));
      const steps = (async function* () {
        yield { receivedBytes: 1 };
        await result;
      })();
      return Object.assign(steps, {
        result,
        async send(input: { readonly type: string; readonly data?: Uint8Array }) {
          if (input.type === 'data') got.push(new TextDecoder().decode(input.data));
          else
            try {
              finish(answer(params.path));
            } catch (error) {
              stop(error);
            }
        },
      });
    });
    return got;
  }
  const choose = (files: File | File[]) =>
    userEvent.upload(screen.getByLabelText('Files to copy to the container'), files);
  const fileEntry = (file: File) => ({
    isFile: true,
    isDirectory: false,
    name: file.name,
    file: (give: (file: File) => void) => give(file),
  });
  const folderEntry = (name: string, below: readonly { readonly name: string }[]) => ({
    isFile: false,
    isDirectory: true,
    name,
    createReader() {
      const left = [...below];
      return { readEntries: (give: (some: readonly unknown[]) => void) => give(left.splice(0, 2)) };
    },
  });
  function drop(...entries: readonly unknown[]): void {
    fireEvent.drop(screen.getByRole('region', { name: 'Files of web' }), {
      dataTransfer: { items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })) },
    });
  }

  it('are copied to the folder that is shown, by the button and by dropping them', async () => {
    await openTab();
    const got = takeFiles(() => ({ file: someFile('a') }));
    await choose([new File(['one'], 'a'), new File(['two'], 'b')]);
    await expect.poll(() => got).toEqual([['/a', false], 'one', ['/b', false], 'two']);
    await expect.poll(() => notified()?.text).toBe('2 files were copied to / of web (6 B).');
    drop(fileEntry(new File(['three'], 'c')));
    await expect.poll(() => got.slice(4)).toEqual([['/c', false], 'three']);
    await expect.poll(() => notified()?.text).toBe('/c was copied to web (5 B).');
  });

  it('in folders are copied with them: folders that are there are kept, others are made, empty ones too', async () => {
    await openTab();
    const got = takeFiles(() => ({ file: someFile('a') }));
    drop(
      folderEntry('etc', [
        fileEntry(new File(['one'], 'new')),
        folderEntry('sub', [fileEntry(new File(['two'], 'deep'))]),
        folderEntry('empty', []),
      ]),
    );
    await expect.poll(() => notified()?.text).toBe('2 files were copied to / of web (6 B).');
    expect(got).toEqual([['/etc/new', false], 'one', ['/etc/sub/deep', false], 'two']);
    expect(asked()).toEqual(
      ['/etc/sub', '/etc/empty'].map((path) => ({ name: 'file.make-folder', params: { name: 'web', path } })),
    );
  });

  it('that are there already are asked about once, and replaced', async () => {
    await openTab();
    const got = takeFiles(() => ({ file: someFile('readme') }));
    await choose([new File(['new'], 'readme'), new File(['two'], 'b')]);
    await screen.findByRole('dialog', { name: 'A file is there already' });
    expect(got).toEqual([]);
    await press('Replace');
    await expect.poll(() => got).toEqual([['/readme', true], 'new', ['/b', false], 'two']);
    expect(asked()).toEqual([{ name: 'snapshot.take', params: { name: 'web', before: 'replacement' } }]);
  });

  it('are asked about in folders that are there too', async () => {
    await openTab();
    drop(folderEntry('etc', [fileEntry(new File(['one'], 'hosts'))]));
    const dialog = await screen.findByRole('dialog', { name: 'A file is there already' });
    expect(within(dialog).getByText('etc/hosts')).toBeTruthy();
  });

  it('that are there already are left as they are when they are skipped', async () => {
    await openTab();
    const got = takeFiles(() => ({ file: someFile('b') }));
    await choose([new File(['new'], 'readme'), new File(['two'], 'b')]);
    await userEvent.click(await screen.findByRole('button', { name: 'Skip' }));
    await expect.poll(() => notified()?.text).toBe('/b was copied to web (3 B). 1 was there and stayed.');
    expect(got).toEqual([['/b', false], 'two']);
  });

  it('of which one fails are copied but that, which is named', async () => {
    await openTab();
    const got = takeFiles((path) => {
      if (path === '/a') throw new Failure('file-not-usable', { name: 'web', path, reason: 'there is a folder' });
      return { file: someFile('b') };
    });
    await choose([new File(['one'], 'a'), new File(['two'], 'b')]);
    await expect.poll(() => notified()?.text).toBe('1 file was copied to / of web (3 B). 1 was not copied.');
    expect([notified()?.details, got.length]).toEqual([expect.stringMatching(/^a: Cannot .*there is a folder/), 4]);
  });

  it('end with a full disk, and are not tried one after the other', async () => {
    await openTab();
    const got = takeFiles(() => {
      throw new Failure('disk-full', { path: '/' });
    });
    await choose([new File(['one'], 'a'), new File(['two'], 'b')]);
    await expect.poll(() => notified()?.tone).toBe('failed');
    expect(got).toEqual([['/a', false], 'one']);
  });
});

describe('several files', () => {
  const selected = (): readonly (string | null)[] =>
    screen
      .getAllByRole('row', { selected: true })
      .map((row) => within(row).getAllByRole('button')[0]?.textContent ?? '');

  it('are chosen by the keyboard: a range, one more or less, all, and one again', async () => {
    (await openTab()).focus();
    await userEvent.keyboard('{Home}{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(selected()).toEqual(names().slice(0, 3));
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(selected()).toEqual(names().slice(0, 2));
    await userEvent.keyboard('{Control>}{End}{/Control} ');
    expect(selected()).toEqual([...names().slice(0, 2), 'readme']);
    await userEvent.keyboard(' ');
    expect(selected()).toEqual(names().slice(0, 2));
    await userEvent.keyboard('{Control>}a{/Control}');
    expect([selected(), screen.getByText(/^4 chosen/)]).toMatchObject([names(), {}]);
    await userEvent.keyboard('{Escape}');
    expect(selected()).toEqual(['readme']);
  });

  it('are chosen by the mouse with Ctrl and Shift', async () => {
    await openTab();
    const row = (index: number): HTMLElement => screen.getAllByRole('row')[index + 1] as HTMLElement;
    fireEvent.click(row(0));
    fireEvent.click(row(2), { ctrlKey: true });
    expect(selected()).toEqual([names()[0], names()[2]]);
    // The browser would select the text between the two as well.
    expect(fireEvent.mouseDown(row(3), { shiftKey: true })).toBe(false);
    fireEvent.click(row(3), { shiftKey: true });
    expect(selected()).toEqual(names().slice(2));
    expect(fireEvent.mouseDown(row(1))).toBe(true);
    fireEvent.click(row(1));
    expect(selected()).toEqual([names()[1]]);
  });

  it('are removed after one question', async () => {
    (await openTab()).focus();
    await userEvent.keyboard('{Control>}a{/Control}{Delete}');
    const { dialog } = useDialog.getState();
    if (dialog.kind !== 'remove-files') throw new Error('no question was asked');
    render(<RemoveFilesDialog name={dialog.name} folder={dialog.folder} files={dialog.files.slice(0, 2)} />);
    expect(screen.getByText('Remove 2 files and folders, with all that is in them')).toBeTruthy();
    await press('Remove');
    await expect
      .poll(() => notified()?.text)
      .toBe('2 files and folders of / of web were removed (6 in all). The snapshot before-removal-1 has them.');
    const [first, ...removals] = asked();
    expect(first).toEqual({ name: 'snapshot.take', params: { name: 'web', before: 'removal' } });
    expect(removals).toEqual(
      ['/etc', '/<img src=x>\u202egnp'].map((path) => ({
        name: 'file.remove',
        params: { name: 'web', path, recursive: true },
      })),
    );
  });
});

describe('a snapshot before files are lost', () => {
  const etc = someFile('etc', { kind: 'folder' });
  const box = () => screen.queryByRole('checkbox', { name: /^Take a snapshot of web first/ });

  it('is taken of folders unless that is not wanted, and of one file only when it is', async () => {
    render(<RemoveFilesDialog name="web" folder="/" files={[etc]} />);
    expect(box()).toHaveProperty('checked', true);
    await userEvent.click(box() as HTMLElement);
    expect(screen.getByText('Without a snapshot this cannot be undone.')).toBeTruthy();
    await press('Remove');
    expect(asked()).toEqual([{ name: 'file.remove', params: { name: 'web', path: '/etc', recursive: true } }]);
    cleanup();
    render(<RemoveFilesDialog name="web" folder="/" files={[someFile('readme')]} />);
    expect(box()).toHaveProperty('checked', false);
  });

  it('that fails leaves the files', async () => {
    host({
      'snapshot.take': () => {
        throw new Failure('disk-full', { path: '/var/lib/bulkhead' });
      },
    });
    render(<RemoveFilesDialog name="web" folder="/" files={[etc]} />);
    await press('Remove');
    await expect.poll(() => notified()?.tone).toBe('failed');
    expect(asked().map((call) => (call as { readonly name: string }).name)).toEqual(['snapshot.take']);
  });

  it('is not offered on a volume, which no snapshot holds', async () => {
    const volume = { source: '/srv/pages', target: '/srv', readOnly: false, category: null };
    useContainers.setState({ byName: new Map([['web', { ...web, volumes: [volume] }]]) });
    render(<RemoveFilesDialog name="web" folder="/srv" files={[etc]} />);
    expect([box(), screen.getByText(/^This cannot be undone: the folder lies on a volume/)]).toMatchObject([null, {}]);
    await press('Remove');
    expect(asked()).toEqual([{ name: 'file.remove', params: { name: 'web', path: '/srv/etc', recursive: true } }]);
  });
});

it('labels are checked where files have one each, and elsewhere it is said that they have not', async () => {
  const volume = { source: '/srv/pages', target: '/etc', readOnly: false, category: null };
  render(<FilesTab container={{ ...web, volumes: [volume] }} />);
  await screen.findByRole('grid', { name: 'Files in /' });
  await press('Actions for readme');
  const item = screen.getByRole('menuitem', { name: /^Check labels/ });
  expect([item.getAttribute('aria-disabled'), item.textContent]).toEqual([
    'true',
    'Check labels…All files of the root have one label, that of its mount.',
  ]);
  await userEvent.keyboard('{Escape}');
  await press('Actions for etc');
  await userEvent.click(screen.getByRole('menuitem', { name: /^Check labels/ }));
  expect(useDialog.getState().dialog).toEqual({ kind: 'labels', name: 'web' });
});

describe('a change of a file', () => {
  const one = { name: 'web', folder: '/srv', file: someFile('page') };

  it('of its name can be undone', async () => {
    render(<RenameFileDialog {...one} />);
    const field = screen.getByRole('textbox', { name: 'New name' });
    await userEvent.clear(field);
    await userEvent.type(field, 'index{Enter}');
    await expect.poll(() => notified()?.action?.label).toBe('Undo');
    notified()?.action?.run();
    await expect.poll(asked).toEqual([
      { name: 'file.rename', params: { name: 'web', path: '/srv/page', to: '/srv/index' } },
      { name: 'file.rename', params: { name: 'web', path: '/srv/index', to: '/srv/page' } },
    ]);
  });

  it.each(['a/b', '..', '.'])('to the name %s is not begun', async (typed) => {
    render(<RenameFileDialog {...one} />);
    const field = screen.getByRole('textbox', { name: 'New name' });
    await userEvent.clear(field);
    await userEvent.type(field, `${typed}{Enter}`);
    expect([screen.getByText(/^The name must not/), asked()]).toMatchObject([{}, []]);
  });

  it('makes a folder, and an undo removes it only when it is empty', async () => {
    render(<NewFolderDialog name="web" folder="/srv" />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'www{Enter}');
    await expect.poll(() => notified()?.action?.label).toBe('Undo');
    notified()?.action?.run();
    await expect.poll(asked).toEqual([
      { name: 'file.make-folder', params: { name: 'web', path: '/srv/www' } },
      { name: 'file.remove', params: { name: 'web', path: '/srv/www', recursive: false } },
    ]);
  });

  it('of mode and owner asks for what was changed, and can be undone', async () => {
    render(<FilePropertiesDialog {...one} />);
    const mode = screen.getByRole('textbox', { name: 'Mode' });
    await userEvent.clear(mode);
    await userEvent.type(mode, '4755');
    expect(screen.getByText('-rwsr-xr-x')).toBeTruthy();
    const user = screen.getByRole('textbox', { name: 'User' });
    await userEvent.clear(user);
    await userEvent.type(user, '33');
    await press('Change');
    await expect.poll(() => notified()?.action?.label).toBe('Undo');
    notified()?.action?.run();
    await expect.poll(asked).toEqual([
      { name: 'file.change', params: { name: 'web', path: '/srv/page', mode: 0o4755, user: 33 } },
      { name: 'file.change', params: { name: 'web', path: '/srv/page', mode: 0o644, user: 0 } },
    ]);
  });

  it('that removes it is begun once that is confirmed', async () => {
    render(<RemoveFilesDialog name="web" folder="/srv" files={[one.file]} />);
    await press('Cancel');
    expect(asked()).toEqual([]);
    await press('Remove');
    expect(asked()).toEqual([{ name: 'file.remove', params: { name: 'web', path: '/srv/page', recursive: true } }]);
    await expect.poll(() => notified()?.text).toBe('/srv/page of web was removed with all that was in it (3 in all).');
  });
});
