// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import { createChannelEvents } from '../../testing/channel-events.ts';
import { createFakeCockpit } from '../../testing/fake-cockpit.ts';
import { readyMark } from '../../rpc/polkit/agent-text.ts';
import { createCockpitBridge } from './cockpit-bridge.ts';
import { ChannelError } from './channel-bytes.ts';
import type { CockpitChannel } from './cockpit-api.ts';
import { checkOf, explainEnd } from './explain-end.ts';

let downloads: [name: string, content: Blob][];

beforeEach(() => {
  vi.stubGlobal('BULKHEAD_VERSION', '1.2.3');
  downloads = [];
  const contents = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((content) => {
    contents.set(`blob:${contents.size}`, content as Blob);
    return `blob:${contents.size - 1}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push([this.download, contents.get(this.href) as Blob]);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
});

const bridge = () => createCockpitBridge(createFakeCockpit());

describe('the host of the page', () => {
  it('is the one by which Cockpit serves it', async () => {
    const [local] = await bridge().hosts.list();
    expect(local).toMatchObject({ id: 'local', label: 'lab', isRemovable: false });
    const [other] = await createCockpitBridge(createFakeCockpit('en', 'edge-1')).hosts.list();
    expect(other).toMatchObject({ id: 'cockpit:edge-1', label: 'edge-1' });
  });

  it('is named by the address where its own name cannot be read', async () => {
    const channel = (): CockpitChannel => {
      const { addEventListener, emit } = createChannelEvents();
      setImmediate(() => emit('close', { problem: 'access-denied' }));
      return { addEventListener, send: () => undefined, close: () => undefined };
    };
    const [local] = await createCockpitBridge({ ...createFakeCockpit(), channel }).hosts.list();
    expect(local?.label).toBe(window.location.hostname);
  });

  it.each([
    [{ problem: 'terminated', message: '[Errno 2] No such file or directory' }, 'bulkhead-helper', 'apt install'],
    [{ problem: 'terminated', message: '[Errno 13] Permission denied' }, 'the group bulkhead', 'usermod'],
    [{ problem: 'not-found', message: '[Errno 111]' }, 'nobody listens', 'journalctl'],
    [{ problem: 'access-denied' }, 'the group bulkhead', 'usermod'],
    [{ problem: 'disconnected' }, 'log in again', undefined],
    [{ problem: 'internal-error', message: 'broken' }, 'broken', 'journalctl'],
  ])('says why it is not reached after %j', (end, words, command) => {
    const error = explainEnd(new ChannelError(end), 'web');
    expect(error.message).toMatch(/^cannot (?:reach|use) the host web: /);
    expect(error.message).toContain(words);
    const { fix } = checkOf(error);
    expect(fix?.by === 'commands' ? fix.commands[0] : undefined).toEqual(
      command === undefined ? undefined : expect.stringContaining(command),
    );
  });
});

describe('a connection', () => {
  /** Gives channels whose other side is the test. */
  function openHost() {
    const opened: {
      readonly kind: 'agent' | 'socket';
      readonly emit: ReturnType<typeof createChannelEvents>['emit'];
    }[] = [];
    const closed: string[] = [];
    const { hosts, questions } = createCockpitBridge({
      ...createFakeCockpit(),
      channel(options): CockpitChannel {
        const { addEventListener, emit } = createChannelEvents();
        if (options.payload === 'fsread1') {
          setImmediate(() => emit('close', {}));
          return { addEventListener, send: () => undefined, close: () => undefined };
        }
        const kind = 'spawn' in options ? 'agent' : 'socket';
        opened.push({ kind, emit });
        const close = (): void => {
          closed.push(kind);
          emit('close', {});
        };
        return { addEventListener, send: () => undefined, close };
      },
    });
    const asked: number[] = [];
    questions.onChange((now) => asked.push(now.length));
    hosts.open('local', { request: '1', language: 'en', mayAsk: true });
    return { kinds: () => opened.map(({ kind }) => kind), last: () => opened.at(-1), closed, asked, hosts };
  }

  it('is made only when polkit can ask, since the helper waits for a greeting', async () => {
    const { kinds, last } = openHost();
    await new Promise((resolve) => setImmediate(resolve));
    expect(kinds()).toEqual(['agent']);
    last()?.emit('close', {});
    await expect.poll(kinds).toEqual(['agent', 'socket']);
  });

  it('takes the agent and its question with it when Cockpit ends the session (G11)', async () => {
    const { kinds, last, closed, asked, hosts } = openHost();
    const agent = last();
    const said = (text: string): void => agent?.emit('message', new TextEncoder().encode(text));
    said(`${readyMark}\n`);
    await expect.poll(kinds).toEqual(['agent', 'socket']);
    said('==== AUTHENTICATING FOR org.bulkhead.view-host ====\nSee\nAuthenticating as: Ada (ada)\nPassword: ');
    last()?.emit('ready', {});
    expect(asked.at(-1)).toBe(1);
    last()?.emit('close', { problem: 'disconnected' });
    await expect.poll(() => closed).toEqual(['agent']);
    await expect.poll(() => asked.at(-1)).toBe(0);
    const [host] = await hosts.list();
    expect(host?.state).toMatchObject({
      status: 'unreachable',
      reason: expect.stringContaining('log in again') as string,
    });
  });
});

describe('what it cannot do', () => {
  it('is no capability, and is denied', async () => {
    const { shell, hosts, charts, reports, images, theme } = bridge();
    expect(shell.capabilities).toEqual([]);
    const report = {} as SignedDrillReport;
    for (const call of [
      () => hosts.add('ssh://edge'),
      () => charts.savePicture('CPU', { x: 0, y: 0, width: 1, height: 1 }),
      () => reports.save(report, 'pdf'),
      () => images.find('https://images.example', undefined),
      () => theme.set('dark'),
    ])
      await expect(call()).rejects.toThrow(/^cannot do this in a browser: /);
  });
});

describe('the theme of Cockpit', () => {
  const media = (matches: boolean): void => {
    vi.spyOn(window, 'matchMedia').mockReturnValue({
      matches,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    } as unknown as MediaQueryList);
  };

  it.each([
    ['dark', false, true],
    ['light', true, false],
    ['auto', true, true],
    [undefined, false, false],
  ])('is followed when it is %s on a system that is dark: %s', async (style, isSystemDark, isDark) => {
    media(isSystemDark);
    if (style !== undefined) localStorage.setItem('shell:style', style);
    expect(await bridge().theme.get()).toEqual({ choice: 'system', isDark });
  });

  it('is followed when another one is chosen, here or in another page, until nobody listens', () => {
    media(false);
    const seen: boolean[] = [];
    const stop = bridge().theme.onChange(({ isDark }) => seen.push(isDark));
    window.dispatchEvent(new CustomEvent('cockpit-style', { detail: { style: 'dark' } }));
    localStorage.setItem('shell:style', 'light');
    window.dispatchEvent(new StorageEvent('storage', { key: 'shell:style' }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'other' }));
    stop();
    window.dispatchEvent(new CustomEvent('cockpit-style', { detail: { style: 'dark' } }));
    expect(seen).toEqual([true, false]);
  });
});

it('speaks the language of Cockpit', () => {
  expect(createCockpitBridge(createFakeCockpit('pt_BR')).shell.language).toBe('pt-BR');
});

describe('a file', () => {
  it('of text is downloaded as octets under a name that is no path (G10)', async () => {
    expect(await bridge().terminals.saveOutput('../web 1', 'hello')).toBe('_web_1.txt');
    const [[name, content] = ['', new Blob()]] = downloads;
    expect([name, content.type, await content.text()]).toEqual(['_web_1.txt', 'application/octet-stream', 'hello']);
  });

  it('that grows is downloaded when it is whole, and not at all when it is discarded', async () => {
    const { files } = bridge();
    const first = await files.begin('web', 'export');
    await files.write(first?.id ?? '', Uint8Array.of(1, 2));
    await files.write(first?.id ?? '', Uint8Array.of(3));
    const second = await files.begin('../../.bashrc', 'file');
    await files.write(second?.id ?? '', Uint8Array.of(9));
    expect(downloads).toEqual([]);
    await files.end(first?.id ?? '');
    await files.discard(second?.id ?? '');
    await expect(files.write(second?.id ?? '', Uint8Array.of(9))).rejects.toThrow(
      /^cannot write the file: it has ended/,
    );
    expect([first?.path, second?.path]).toEqual(['web.tar.gz', '_.._.bashrc']);
    const [[name, content] = ['', new Blob()]] = downloads;
    expect([name, [...new Uint8Array(await content.arrayBuffer())]]).toEqual(['web.tar.gz', [1, 2, 3]]);
    expect(downloads).toHaveLength(1);
  });

  it('is written where the person chose, and leaves no empty file when it is discarded', async () => {
    const done: string[] = [];
    const handle = {
      name: 'chosen.tar',
      createWritable: async () => ({
        write: async (data: Uint8Array) => void done.push(`write ${data.byteLength}`),
        close: async () => void done.push('close'),
        abort: async () => void done.push('abort'),
      }),
      getFile: async () => ({ size: 0 }),
      remove: async () => void done.push('remove'),
    };
    vi.stubGlobal('showSaveFilePicker', async () => handle);
    const { files } = bridge();
    const first = await files.begin('a', 'file');
    await files.write(first?.id ?? '', new Uint8Array(5));
    await files.end(first?.id ?? '');
    const second = await files.begin('b', 'file');
    await files.discard(second?.id ?? '');
    expect([first?.path, done]).toEqual(['chosen.tar', ['write 5', 'close', 'abort', 'remove']]);
    vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new DOMException('', 'AbortError')));
    expect(await bridge().files.begin('c', 'file')).toBeUndefined();
  });
});

describe('a link', () => {
  it('opens in another tab, which knows nothing of the page', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null);
    await bridge().terminals.openLink('https://example.org/a');
    expect(open.mock.calls).toEqual([['https://example.org/a', '_blank', 'noopener,noreferrer']]);
    await expect(bridge().terminals.openLink('javascript:alert(1)')).rejects.toThrow(/^cannot open the link/);
    expect(open).toHaveBeenCalledTimes(1);
  });
});

describe('an alert', () => {
  const alert = { title: 'Disk', body: 'web', isCritical: true, hostId: 'local' };

  it('is shown by the browser once the person allows it, who is asked after a press', async () => {
    const shown: string[] = [];
    let press: () => void = () => undefined;
    class FakeNotification {
      static permission = 'default';
      static async requestPermission(): Promise<void> {
        FakeNotification.permission = 'granted';
      }
      constructor(title: string) {
        shown.push(title);
      }
      addEventListener(_: string, listener: () => void): void {
        press = listener;
      }
      close(): void {
        shown.push('closed');
      }
    }
    vi.stubGlobal('Notification', FakeNotification);
    const { alerts, shell } = bridge();
    expect(shell.capabilities).toEqual(['notifications']);
    const pressed: (string | undefined)[] = [];
    alerts.onPress((hostId) => pressed.push(hostId));
    await alerts.show(alert);
    expect(shown).toEqual([]);
    window.dispatchEvent(new Event('pointerdown'));
    await alerts.show(alert);
    press();
    expect([shown, pressed]).toEqual([['Disk', 'closed'], ['local']]);
  });
});
