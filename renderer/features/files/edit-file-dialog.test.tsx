// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { EditorView } from '@codemirror/view';
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { answerChannels } from '../../testing/answer-channels.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { EditFileDialog } from './edit-file-dialog.tsx';

/** The bytes of the file on the host, its version, and what was written. */
let bytes: Uint8Array;
let version: string;
let written: { readonly params: Record<string, unknown>; readonly text: string }[];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function host(): void {
  recordCalls(
    { 'file.read': () => ({ bytes: bytes.length }), 'file.list': () => new Promise(() => undefined) },
    {
      'file.read': () => [
        { type: 'file', path: '/etc/motd', file: { name: 'motd', bytes: bytes.length, version } },
        { type: 'data', data: bytes },
      ],
    },
  );
  answerChannels((params: Record<string, unknown>) => {
    let text = '';
    let [finish, stop]: [(value: unknown) => void, (error: unknown) => void] = [() => undefined, () => undefined];
    const result = new Promise((resolve, reject) => ([finish, stop] = [resolve, reject]));
    const steps = (async function* () {
      await result;
      yield* [];
    })();
    return Object.assign(steps, {
      result,
      async send(input: { readonly type: string; readonly data?: Uint8Array }) {
        if (input.type === 'data') text += new TextDecoder().decode(input.data);
        else if (params['version'] !== undefined && params['version'] !== version)
          stop(new Failure('file-changed', { name: 'web', path: '/etc/motd' }));
        else {
          written.push({ params, text });
          version += '+';
          finish({ file: { version } });
        }
      },
    });
  });
}

beforeEach(() => {
  [bytes, version, written] = [encode('first\nsecond\n'), 'v1', []];
  host();
  openDialog({ kind: 'edit-file', name: 'web', path: '/etc/link' });
});
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

const field = (): Promise<HTMLElement> => screen.findByRole('textbox', { name: 'Text of /etc/motd' });
const textShown = async (): Promise<string | undefined> => EditorView.findFromDOM(await field())?.state.doc.toString();
/** A browser turns keys into such changes of the editor; happy-dom does not. */
async function type(text: string): Promise<void> {
  const editor = EditorView.findFromDOM(await field());
  act(() => editor?.dispatch({ changes: { from: editor.state.doc.length, insert: text } }));
}
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const open = (): void => void render(<EditFileDialog name="web" path="/etc/link" />);
const kind = (): string => useDialog.getState().dialog.kind;

it('a text is saved by Ctrl+S over the version that was read, again and again, where the link leads', async () => {
  open();
  await type('third');
  await userEvent.keyboard('{Control>}s{/Control}');
  await expect
    .poll(() => written)
    .toEqual([{ params: { name: 'web', path: '/etc/motd', version: 'v1' }, text: 'first\nsecond\nthird' }]);
  await type('!');
  await press('Save');
  await expect.poll(kind).toBe('none');
  expect(written[1]).toEqual({
    params: { name: 'web', path: '/etc/motd', version: 'v1+' },
    text: 'first\nsecond\nthird!',
  });
});

it('a file that somebody else changed is replaced only when one insists', async () => {
  open();
  await type('third');
  version = 'v2';
  await press('Save');
  expect((await screen.findByRole('alert')).textContent).toMatch(/^Somebody else changed the file/);
  expect([written, kind()]).toEqual([[], 'edit-file']);
  await press('Replace it anyway');
  await expect.poll(() => written[0]?.params).toEqual({ name: 'web', path: '/etc/motd', replace: true });
});

it('it can be read again instead', async () => {
  open();
  await type('third');
  [bytes, version] = [encode('theirs\n'), 'v2'];
  await press('Save');
  await userEvent.click(await screen.findByRole('button', { name: 'Read it again' }));
  await expect.poll(textShown).toBe('theirs\n');
  expect(screen.queryByRole('alert')).toBe(null);
});

it('what is not saved is not lost by Escape', async () => {
  open();
  await type('third');
  await userEvent.keyboard('{Escape}');
  expect([screen.getByRole('alert').textContent, kind()]).toEqual([
    'What you changed is not saved.Discard itKeep it for later',
    'edit-file',
  ]);
  await press('Discard it');
  expect([kind(), written]).toEqual(['none', []]);
});

it('what is kept for later is there again, and is not written over what somebody else wrote meanwhile (window B5)', async () => {
  open();
  await type('third');
  await userEvent.keyboard('{Escape}');
  await press('Keep it for later');
  cleanup();
  [bytes, version] = [encode('theirs\n'), 'v2'];
  open();
  expect(await textShown()).toBe('first\nsecond\nthird');
  expect(screen.getByRole('status').textContent).toContain('What is saved was changed since you began');
  await press('Save');
  expect((await screen.findByRole('alert')).textContent).toMatch(/^Somebody else changed the file/);
  expect(written).toEqual([]);
});

it('the ends of lines stay as they were', async () => {
  bytes = encode('first\r\nsecond\r\n');
  open();
  await type('third');
  await press('Save');
  await expect.poll(() => written[0]?.text).toBe('first\r\nsecond\r\nthird');
});

it('the text is edited beside the numbers of its lines, and a change is undone (window m10)', async () => {
  open();
  const editor = (await field()).closest('.cm-editor');
  expect(editor?.querySelector('.cm-lineNumbers')?.textContent).toContain('123');
  await type('third');
  expect(await textShown()).toBe('first\nsecond\nthird');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(await textShown()).toBe('first\nsecond\n');
});

it.each([
  ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff), 'no text in UTF-8'],
  ['NUL', Uint8Array.of(0x61, 0), 'bytes that are no text'],
  ['two kinds of line ends', encode('a\r\nb\n'), 'end in different ways'],
  ['more than a field takes', new Uint8Array(1024 * 1024 + 1), 'up to 1 MiB can be edited'],
])('a file with %s is not edited, and says why', async (_what, content, reason) => {
  bytes = content;
  open();
  expect((await screen.findByRole('alert')).textContent).toContain(reason);
  expect(screen.queryByRole('textbox')).toBe(null);
});
