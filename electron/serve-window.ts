// SPDX-License-Identifier: Apache-2.0
/**
 * What the page asks of the main process: a list of hosts, a relay for each connection, files, images, notifications. It
 * knows no container and no policy.
 */

import { app, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import type { About } from '../contract/bridge.ts';
import { version } from '../contract/version.ts';
import { removeLeftPlaces } from '../hosts/left-connections.ts';
import { helperSocket } from '../hosts/open-host-stream.ts';
import type { BridgeAnswer, BridgeEvent } from './channels.ts';
import { checkHost } from './hosts/check-host.ts';
import { hostArgument } from './hosts/host-argument.ts';
import { type Askpass, createAskpass } from './hosts/askpass.ts';
import { createHostList, type HostList } from './hosts/host-list.ts';
import { createHostTests, type HostTests } from './hosts/host-tests.ts';
import { dialHost } from './hosts/dial-host.ts';
import { createPolkitAgents, type PolkitAgents } from './hosts/polkit-agents.ts';
import { seemsToHaveLab } from './hosts/lab-hint.ts';
import { askForKeyring } from './images/ask-for-keyring.ts';
import type { ServerImages } from './images/server-images.ts';
import { type BridgeEnd, tellPage } from './ipc.ts';
import { log } from './log.ts';
import { relay } from './relay/relay.ts';
import { isReleasedElectron } from './released-electron.ts';
import { type BridgeRequest, openRequestSchema, requestSchema } from './requests.ts';
import { saveChartPicture, saveChartTable } from './reports/save-chart.ts';
import { askForTarget } from './reports/ask-for-target.ts';
import { createGrowingFiles } from './reports/growing-files.ts';
import { saveLocalChanges } from './reports/save-local-changes.ts';
import { saveHostReport } from './reports/save-host-report.ts';
import { saveOutput } from './reports/save-output.ts';
import { createDesktopAlerts, type DesktopAlerts } from './window/desktop-alerts.ts';
import type { ThemeSetting } from './theme.ts';
import { backgroundOf } from './window/main-window.ts';
import { setMenu } from './window/menu.ts';
import { openAskedLink } from './window/external-link.ts';
import { focusWindow } from './window/focus-window.ts';

const files = createGrowingFiles();
let loadedImages: Promise<ServerImages> | undefined;

/**
 * Names the socket of the local helper. Another one than the helper's own is for tests; an installed console has no
 * such switch.
 */
const localSocket = (app.isPackaged ? undefined : process.env['BULKHEAD_SOCKET']) ?? helperSocket;

export interface ServedWindow {
  readonly window: BrowserWindow;
  readonly theme: ThemeSetting;
  readonly icon: string;
  /** The path of a file in the user's own folder. */
  readonly userFile: (name: string) => string;
}

/** Gives what answers the page. */
export function serveWindow({ window, theme, icon, userFile }: ServedWindow): BridgeEnd {
  function tell(event: BridgeEvent): void {
    if (!window.isDestroyed()) tellPage(window.webContents, event);
  }
  setMenu({ onHelp: () => tell({ type: 'show-help' }) });

  const hosts = openHostList(userFile('hosts.json'), (entries) => tell({ type: 'hosts', hosts: entries }));
  const askpass = createAskpass({ scriptPath: userFile('askpass'), onChange: tellQuestions });
  const agents = createPolkitAgents({ onChange: tellQuestions });
  function tellQuestions(): void {
    tell({ type: 'questions', questions: [...askpass.questions(), ...agents.questions()] });
  }
  const tests = createHostTests(askpass, (test, steps) => tell({ type: 'host-test', test, steps }));
  theme.follow((next) => {
    if (!window.isDestroyed()) window.setBackgroundColor(backgroundOf(next.isDark));
    tell({ type: 'theme', theme: next });
  });
  const alerts = createDesktopAlerts({
    icon,
    onPress(hostId) {
      focusWindow(window);
      tell({ type: 'show-alerts', hostId });
    },
  });
  void removeLeftPlaces();
  // What a page that is gone has begun nobody ends.
  window.webContents.on('did-finish-load', () => void endImages());
  window.on('closed', () => {
    void files.discardAll();
    void endImages();
  });

  return {
    answer: async (raw): Promise<BridgeAnswer> => {
      const request = requestSchema.safeParse(raw);
      if (!request.success)
        return { ok: false, message: 'cannot answer: the call does not match what the console offers' };
      try {
        return {
          ok: true,
          value: await answer(request.data, { hosts, theme, alerts, askpass, agents, tests, window }),
        };
      } catch (error) {
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    },
    open(raw, port) {
      const request = openRequestSchema.safeParse(raw);
      if (!request.success) {
        port.close();
        return;
      }
      const { hostId, mayAsk, language } = request.data;
      const found = hosts.find(hostId);
      void relay({
        port,
        label: found?.label ?? hostId,
        dial: (signal) => dialHost(found, { signal, localSocket, agents, language, ...(mayAsk && { askpass }) }),
        onState: (state) => hosts.setState(hostId, state),
        onRejected: (why) => log(`rejected a message to host ${hostId}: ${why}`),
      });
    },
  };
}

/** Images of servers: the first who asks for them loads what reads them. */
function images(): Promise<ServerImages> {
  return (loadedImages ??= import('./images/server-images.ts').then(({ createServerImages }) => createServerImages()));
}

async function endImages(): Promise<void> {
  (await loadedImages)?.endAll();
}

function openHostList(path: string, onChange: Parameters<typeof createHostList>[0]['onChange']): HostList {
  const found = {
    path,
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
  readonly window: BrowserWindow;
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
      return (await import('../hosts/ssh-config-hosts.ts')).readSshConfigHosts();
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
      return (await import('./reports/save-report.ts')).saveReport(window, request.report, request.format);
    case 'reports.saveHostReport':
      return saveHostReport(window, request.text);
    case 'charts.saveTable':
      return saveChartTable(window, request.table);
    case 'charts.savePicture':
      return saveChartPicture(window, request.title, request.area);
    case 'terminals.saveOutput':
      return saveOutput(window, request.title, request.text);
    case 'terminals.openLink':
      return openAskedLink(window, request.address);
    case 'localChanges.save':
      return saveLocalChanges(window, request.form, request.text);
    case 'images.find':
      return (await images()).find(request.server, request.keyring);
    case 'images.chooseKeyring': {
      const path = await askForKeyring(window);
      if (path !== undefined) (await images()).allowKeyring(path);
      return path;
    }
    case 'images.begin':
      return (await images()).begin(request.address);
    case 'images.beginRegistry':
      return (await images()).beginRegistry(request.image);
    case 'images.read':
      return (await images()).read(request.id);
    case 'images.end':
      (await images()).end(request.id);
      return undefined;
    case 'files.begin': {
      const path = await askForTarget(window, request.name, request.kind);
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
