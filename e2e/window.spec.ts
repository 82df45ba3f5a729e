// SPDX-License-Identifier: Apache-2.0
/**
 * Threats A6, G1, G2 and G4: the page cannot leave its sandbox, only the page's messages are accepted, and no impostor
 * of the helper is trusted. Against real Electron, sandboxed, as an ordinary user.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { BulkheadBridge } from '../contract/bridge.ts';
import { type Desktop, startDesktop } from '../scripts/electron/session.ts';
import { descendants } from './processes.ts';

let desktop: Desktop;
let app: ElectronApplication;
let page: Page;
let impostor: ChildProcess;

/** Listens where the helper would, and writes to its output everything that it receives. */
const impostorProgram =
  'require("net").createServer((socket) => socket.pipe(process.stdout)).listen(process.argv[1], () => console.error("ready"))';

test.beforeAll(async () => {
  desktop = await startDesktop({ display: 'virtual' });
  const socket = join(desktop.home, 'fake-helper.sock');
  impostor = await startImpostor(socket);
  app = await _electron.launch({
    ...desktop.launch,
    env: { ...desktop.env, BULKHEAD_SOCKET: socket },
    args: [desktop.applicationFolder, '--host', 'local'],
  });
  page = await app.firstWindow();
  await page.waitForLoadState('load');
});

test.afterAll(async () => {
  await app.close();
  impostor.kill();
  await desktop.stop();
});

test('the page has no Node and no Electron, only the bridge (G1)', async () => {
  const seen = await page.evaluate(() =>
    ['process', 'require', 'module', 'Buffer', 'electron', 'ipcRenderer', 'bulkhead'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(seen).toEqual(['bulkhead']);
});

test('the window says so when it runs in another Electron than the released one (review F9)', async () => {
  const { devDependencies } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    readonly devDependencies: { readonly electron: string };
  };
  const running = await app.evaluate(() => process.versions['electron']);
  const words = running === devDependencies.electron ? [] : [`For development only: Electron ${running}`];
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  expect(await page.getByRole('note').filter({ hasText: 'Electron' }).allTextContents()).toEqual(words);
});

test('the bridge rejects a call that it does not offer (G1)', async () => {
  const words = await page.evaluate(async () => {
    const bridge = (globalThis as unknown as { bulkhead: { hosts: { add(address: unknown): Promise<unknown> } } })
      .bulkhead;
    return Promise.all(
      ['x'.repeat(400), { toString: 'x' }, 'file:///etc', 'ssh://-oProxyCommand=x@h'].map((value) =>
        bridge.hosts.add(value).then(String, (error: unknown) => String(error)),
      ),
    );
  });
  for (const text of words) expect(text).toContain('cannot ');
});

test('every process of the window is sandboxed, and runs as an ordinary user (G4)', async () => {
  const pid = app.process().pid;
  const commands = await Promise.all(
    (await descendants(pid)).map(async (child) => ({
      child,
      command: await readFile(`/proc/${child}/cmdline`, 'latin1').catch(() => ''),
    })),
  );
  expect(commands.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
  const renderers = commands.filter(({ command }) => command.includes('--type=renderer'));
  expect(renderers.length).toBeGreaterThan(0);
  for (const { child } of renderers) {
    const status = await readFile(`/proc/${child}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t[1-9]/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  }
});

test('nothing is loaded from elsewhere, and no text becomes a script (G2)', async () => {
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.breached = true';
    document.head.append(script);
    const attempts = [
      () => fetch('https://example.org/'),
      () => fetch('app://bulkhead/index.html'),
      () => import(['data:text/javascript', 'globalThis.breached=true'].join(',')),
      // Playwright's own call may turn text into scripts; a timer that it started may not.
      () =>
        new Promise((resolve, reject) =>
          setTimeout(() => {
            try {
              // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the attempt itself
              resolve(new Function('globalThis.breached = true')());
            } catch (error) {
              reject(new Error(String(error)));
            }
          }, 0),
        ),
      () =>
        new Promise((resolve, reject) =>
          Object.assign(new Image(), { onload: resolve, onerror: reject, src: 'https://example.org/x.png' }),
        ),
      () =>
        new Promise((resolve, reject) =>
          Object.assign(new WebSocket('ws://127.0.0.1:1'), { onopen: resolve, onerror: reject }),
        ),
    ];
    const results = await Promise.all(
      attempts.map((attempt) =>
        attempt().then(
          () => 'done',
          () => 'denied',
        ),
      ),
    );
    return { results: [...new Set(results)], breached: 'breached' in globalThis };
  });
  expect(outcome).toEqual({ results: ['denied'], breached: false });
});

test('no file outside the page can be read under its scheme (G2)', async () => {
  const statuses = await app.evaluate(async ({ net }) => {
    const addresses = [
      'app://bulkhead/../../package.json',
      'app://bulkhead/..%2f..%2fpackage.json',
      'app://bulkhead/%2e%2e/electron/main.js',
      'app://elsewhere/index.html',
      'app://bulkhead/',
    ];
    return Promise.all(
      addresses.map((address) =>
        net.fetch(address).then(
          (answer) => answer.status,
          () => 0,
        ),
      ),
    );
  });
  for (const status of statuses) expect([0, 404]).toContain(status);
});

test('the window goes nowhere and opens no other (G2)', async () => {
  const before = page.url();
  await page.evaluate(async () => {
    const link = Object.assign(document.createElement('a'), { href: 'http://example.org/', target: '_blank' });
    document.body.append(link);
    link.click();
    link.remove();
    window.open('file:///etc/passwd');
    window.open('app://bulkhead/index.html');
    for (const address of [
      'http://example.org/',
      'file:///etc/passwd',
      'app://bulkhead/other.html',
      'data:text/html,x',
    ]) {
      try {
        window.location.href = address;
      } catch {
        // The request failed at once, which is also a pass.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const refresh = Object.assign(document.createElement('meta'), {
      httpEquiv: 'refresh',
      content: '0;url=http://example.org/',
    });
    document.head.append(refresh);
    await new Promise((resolve) => setTimeout(resolve, 300));
    refresh.remove();
  });
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
});

test('permissions are denied, asked for or not (G2)', async () => {
  const outcome = await page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    location: await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code),
      ),
    ),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    ),
  }));
  expect(outcome).toEqual({ notification: 'denied', location: 1, camera: 'denied', clipboard: 'denied' });
});

test('a page of another origin and a second window are not heard, though they have the same preload (G1)', async () => {
  const answers = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const preload = `${electron.getAppPath()}/dist/electron/preload.cjs`;
    const ask = 'globalThis.bulkhead.about().then(() => "answered", (error) => error.message)';
    const heard: unknown[] = [];
    for (const address of ['data:text/html,<p>other</p>', 'app://bulkhead/index.html']) {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await other.loadURL(address);
      heard.push(await other.webContents.executeJavaScript(ask));
      other.destroy();
    }
    return heard;
  });
  expect(answers).toEqual(Array(2).fill('cannot answer: only the console itself may ask'));
});

test('a host that cannot be reached says why, over the port', async () => {
  expect(await firstOverPort('ssh://nobody@nowhere.invalid')).toMatchObject({
    kind: 'closed',
    reason: expect.stringMatching(/^cannot reach the host /),
  });
});

test('a socket that another than root serves gets not a byte (A6)', async () => {
  let received = '';
  impostor.stdout?.setEncoding('utf8').on('data', (text: string) => (received += text));
  expect(await firstOverPort('local')).toMatchObject({
    kind: 'closed',
    reason: expect.stringMatching(/^cannot trust the host local: .* the user with uid [1-9]/),
  });
  expect(received).toBe('');
});

/** Opens a connection as the page does, sends hello at once, and gives the first message. */
function firstOverPort(host: string): Promise<unknown> {
  return page.evaluate(
    (hostId) =>
      new Promise((resolve) => {
        const request = `window-spec-${hostId}`;
        window.addEventListener('message', function listen(event: MessageEvent<{ readonly request?: string }>) {
          const [port] = event.ports;
          if (event.data.request !== request || port === undefined) return;
          window.removeEventListener('message', listen);
          port.onmessage = (answer) => resolve(answer.data);
          port.postMessage({
            kind: 'message',
            message: { jsonrpc: '2.0', id: 1, method: 'session.hello', params: { protocol: 1 } },
          });
        });
        const { bulkhead } = globalThis as unknown as { readonly bulkhead: BulkheadBridge };
        bulkhead.hosts.open(hostId, { request, mayAsk: false, language: 'en' });
      }),
    host,
  );
}

async function startImpostor(socket: string): Promise<ChildProcess> {
  const { uid, gid, isOther } = desktop.user;
  const child = spawn(process.execPath, ['-e', impostorProgram, socket], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    ...(isOther ? { uid, gid } : {}),
  });
  await Promise.race([
    once(child.stderr, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('cannot start the impostor'))),
  ]);
  return child;
}
