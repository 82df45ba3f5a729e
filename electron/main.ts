// SPDX-License-Identifier: Apache-2.0
/**
 * The main process: one window, a list of hosts, and a relay for each connection. It knows no container and no policy.
 */

import 'vscode-jsonrpc/node';
import { app, type BrowserWindow, nativeTheme, protocol, session } from 'electron';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { About } from '../contract/bridge.ts';
import { version } from '../contract/version.ts';
import { removeLeftPlaces } from '../hosts/left-connections.ts';
import { helperSocket } from '../hosts/open-host-stream.ts';
import type { BridgeEvent } from './channels.ts';
import { checkHost } from './hosts/check-host.ts';
import { hostArgument } from './hosts/host-argument.ts';
import { type Askpass, createAskpass } from './hosts/askpass.ts';
import { createHostList, type HostList } from './hosts/host-list.ts';
import { createHostTests, type HostTests } from './hosts/host-tests.ts';
import { dialHost } from './hosts/dial-host.ts';
import { createPolkitAgents, type PolkitAgents } from './hosts/polkit-agents.ts';
import { readSshConfigHosts } from '../hosts/ssh-config-hosts.ts';
import { seemsToHaveLab } from './hosts/lab-hint.ts';
import { askForKeyring } from './images/ask-for-keyring.ts';
import { createServerImages } from './images/server-images.ts';
import { serveBridge, tellPage } from './ipc.ts';
import { log } from './log.ts';
import { registerPageScheme, servePages } from './page-protocol.ts';
import { relay } from './relay/relay.ts';
import { isReleasedElectron } from './released-electron.ts';
import type { BridgeRequest } from './requests.ts';
import { saveChartPicture, saveChartTable } from './reports/save-chart.ts';
import { askForTarget } from './reports/ask-for-target.ts';
import { createGrowingFiles } from './reports/growing-files.ts';
import { saveLocalChanges } from './reports/save-local-changes.ts';
import { saveOutput } from './reports/save-output.ts';
import { saveReport } from './reports/save-report.ts';
import { createDesktopAlerts, type DesktopAlerts } from './window/desktop-alerts.ts';
import { createTheme, type ThemeSetting } from './theme.ts';
import { backgroundOf, openMainWindow } from './window/main-window.ts';
import { setMenu } from './window/menu.ts';
import { openAskedLink } from './window/external-link.ts';
import { guardSession } from './window/session-guard.ts';

const files = createGrowingFiles();
const images = createServerImages();
const bundle = dirname(fileURLToPath(import.meta.url));

/** Another socket than the helper's own is for tests; an installed console has no such switch. */
const localSocket = (app.isPackaged ? undefined : process.env['BULKHEAD_SOCKET']) ?? helperSocket;

app.enableSandbox();
registerPageScheme(protocol);
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  guardSession(session.defaultSession);
  servePages(protocol, join(bundle, '..', 'renderer'));

  const opened: { window?: BrowserWindow } = {};
  function tell(event: BridgeEvent): void {
    if (opened.window?.isDestroyed() === false) tellPage(opened.window.webContents, event);
  }
  setMenu({ onHelp: () => tell({ type: 'show-help' }) });

  const hosts = openHostList((entries) => tell({ type: 'hosts', hosts: entries }));
  const askpass = createAskpass({ scriptPath: userFile('askpass'), onChange: tellQuestions });
  const agents = createPolkitAgents({ onChange: tellQuestions });
  function tellQuestions(): void {
    tell({ type: 'questions', questions: [...askpass.questions(), ...agents.questions()] });
  }
  const tests = createHostTests(askpass, (test, steps) => tell({ type: 'host-test', test, steps }));
  const theme = createTheme(nativeTheme, userFile('theme.json'), (next) => {
    if (opened.window?.isDestroyed() === false) opened.window.setBackgroundColor(backgroundOf(next.isDark));
    tell({ type: 'theme', theme: next });
  });
  const alerts = createDesktopAlerts({
    icon: join(bundle, 'icon.png'),
    onPress(hostId) {
      focus(opened.window);
      tell({ type: 'show-alerts', hostId });
    },
  });
  serveBridge({
    isOurWindow: (contents) => opened.window?.isDestroyed() === false && contents === opened.window.webContents,
    answer: (request) => answer(request, { hosts, theme, alerts, askpass, agents, tests, window: opened.window }),
    open({ hostId, mayAsk, language }, port) {
      const found = hosts.find(hostId);
      void relay({
        port,
        label: found?.label ?? hostId,
        dial: (signal) => dialHost(found, { signal, localSocket, agents, language, ...(mayAsk && { askpass }) }),
        onState: (state) => hosts.setState(hostId, state),
        onRejected: (why) => log(`rejected a message to host ${hostId}: ${why}`),
      });
    },
  });

  const window = openMainWindow({
    preload: join(bundle, 'preload.cjs'),
    icon: join(bundle, 'icon.png'),
    statePath: userFile('window.json'),
    isDark: nativeTheme.shouldUseDarkColors,
  });
  opened.window = window;
  void removeLeftPlaces();
  window.on('page-title-updated', (_, title) => log(`the window shows ${JSON.stringify(title)}`));
  app.on('second-instance', () => focus(window));
  // What a page that is gone has begun nobody ends.
  window.webContents.on('did-finish-load', () => images.endAll());
  window.on('closed', () => {
    void files.discardAll();
    images.endAll();
  });
  app.on('window-all-closed', () => app.quit());
}

function openHostList(onChange: Parameters<typeof createHostList>[0]['onChange']): HostList {
  const found = {
    path: userFile('hosts.json'),
    hasLocalSocket: existsSync(localSocket),
    hasLab: seemsToHaveLab(process.env),
    onChange,
  };
  try {
    return createHostList({ ...found, wanted: hostArgument(process.argv) });
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return createHostList({ ...found, wanted: undefined });
  }
}

interface Answering {
  readonly hosts: HostList;
  readonly theme: ThemeSetting;
  readonly alerts: DesktopAlerts;
  readonly askpass: Askpass;
  readonly agents: PolkitAgents;
  readonly tests: HostTests;
  readonly window: BrowserWindow | undefined;
}

async function answer(
  request: BridgeRequest,
  { hosts, theme, alerts, askpass, agents, tests, window }: Answering,
): Promise<unknown> {
  switch (request.method) {
    case 'about':
      return {
        version,
        platform: process.platform,
        electron: process.versions.electron,
        isReleasedElectron: isReleasedElectron(),
        initialHost: hosts.initial,
      } satisfies About;
    case 'hosts.list':
      return hosts.list();
    case 'hosts.add':
      return hosts.add(request.address);
    case 'hosts.remove':
      hosts.remove(request.id);
      return undefined;
    case 'hosts.check':
      return checkHost(hosts.find(request.id), request.reason, (host, signal) =>
        dialHost(host, { signal, localSocket }),
      );
    case 'hosts.suggestions':
      return readSshConfigHosts();
    case 'hosts.test':
      return tests.run(request.test, request.address);
    case 'hosts.cancel-test':
      tests.cancel(request.test);
      return undefined;
    case 'questions.answer':
      askpass.answer(request.id, request.text);
      agents.answer(request.id, request.text);
      return undefined;
    case 'theme.get':
      return theme.get();
    case 'theme.set':
      return theme.set(request.choice);
    case 'alerts.show':
      alerts.show(request.notification);
      return undefined;
    case 'alerts.setCount':
      alerts.setCount(request.count);
      return undefined;
    case 'reports.save':
      return window === undefined ? undefined : saveReport(window, request.report, request.format);
    case 'charts.saveTable':
      return window === undefined ? undefined : saveChartTable(window, request.table);
    case 'charts.savePicture':
      return window === undefined ? undefined : saveChartPicture(window, request.title, request.area);
    case 'terminals.saveOutput':
      return window === undefined ? undefined : saveOutput(window, request.title, request.text);
    case 'terminals.openLink':
      return window === undefined ? undefined : openAskedLink(window, request.address);
    case 'localChanges.save':
      return window === undefined ? undefined : saveLocalChanges(window, request.form, request.text);
    case 'images.find':
      return images.find(request.server, request.keyring);
    case 'images.chooseKeyring': {
      const path = window === undefined ? undefined : await askForKeyring(window);
      if (path !== undefined) images.allowKeyring(path);
      return path;
    }
    case 'images.begin':
      return images.begin(request.address);
    case 'images.read':
      return images.read(request.id);
    case 'images.end':
      images.end(request.id);
      return undefined;
    case 'files.begin': {
      const path = window === undefined ? undefined : await askForTarget(window, request.name, request.kind);
      return path === undefined ? undefined : files.begin(path);
    }
    case 'files.write':
      return files.write(request.id, request.data);
    case 'files.end':
      return files.end(request.id);
    case 'files.discard':
      return files.discard(request.id);
  }
}

function userFile(name: string): string {
  return join(app.getPath('userData'), name);
}

function focus(window: BrowserWindow | undefined): void {
  if (window?.isMinimized() === true) window.restore();
  window?.show();
  window?.focus();
}
