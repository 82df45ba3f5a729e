// SPDX-License-Identifier: Apache-2.0
/**
 * What the page asks of the main process: a list of hosts, a relay for each connection, files, images, notifications. It
 * knows no container and no policy.
 */

import { app, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { removeLeftPlaces } from '../hosts/left-connections.ts';
import { helperSocket } from '../contract/helper-socket.ts';
import { answerPage } from './answer-page.ts';
import type { BridgeAnswer, BridgeEvent } from './channels.ts';
import { hostArgument } from './hosts/host-argument.ts';
import { createAskpass } from './hosts/askpass.ts';
import { createHostList, type HostList } from './hosts/host-list.ts';
import { createHostTests } from './hosts/host-tests.ts';
import { dialHost } from './hosts/dial-host.ts';
import { createPolkitAgents } from '../rpc/polkit/polkit-agents.ts';
import { seemsToHaveLab } from './hosts/lab-hint.ts';
import { endImages } from './images/loaded-images.ts';
import { type BridgeEnd, tellPage } from './ipc.ts';
import { log } from './log.ts';
import { relay } from './relay/relay.ts';
import { openRequestSchema, requestSchema } from './requests.ts';
import { createGrowingFiles } from './reports/growing-files.ts';
import { createDesktopAlerts } from './window/desktop-alerts.ts';
import type { ThemeSetting } from './theme.ts';
import { backgroundOf } from './window/main-window.ts';
import { setMenu } from './window/menu.ts';
import { focusWindow } from './window/focus-window.ts';

const files = createGrowingFiles();

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

  const answering = { window, hosts, localSocket, tests, askpass, agents, theme, alerts, files };
  return {
    answer: async (raw): Promise<BridgeAnswer> => {
      const request = requestSchema.safeParse(raw);
      if (!request.success)
        return { ok: false, message: 'cannot answer: the call does not match what the console offers' };
      try {
        return {
          ok: true,
          value: await answerPage(request.data, answering),
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
