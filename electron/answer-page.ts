// SPDX-License-Identifier: Apache-2.0
/** Answers each call that the page may make to the main process. */

import type { BrowserWindow } from 'electron';
import type { About } from '../contract/bridge.ts';
import { version } from '../contract/version.ts';
import type { Askpass } from './hosts/askpass.ts';
import { checkHost } from './hosts/check-host.ts';
import { dialHost } from './hosts/dial-host.ts';
import type { HostList } from './hosts/host-list.ts';
import type { HostTests } from './hosts/host-tests.ts';
import type { PolkitAgents } from '../rpc/polkit/polkit-agents.ts';
import { askForKeyring } from './images/ask-for-keyring.ts';
import { loadImages } from './images/loaded-images.ts';
import { isReleasedElectron } from './released-electron.ts';
import { askForTarget } from './reports/ask-for-target.ts';
import type { GrowingFiles } from './reports/growing-files.ts';
import { saveChartPicture, saveChartTable } from './reports/save-chart.ts';
import { saveHostReport } from './reports/save-host-report.ts';
import { saveLocalChanges } from './reports/save-local-changes.ts';
import { saveOutput } from './reports/save-output.ts';
import type { BridgeRequest } from './requests.ts';
import type { ThemeSetting } from './theme.ts';
import type { DesktopAlerts } from './window/desktop-alerts.ts';
import { openAskedLink } from './window/external-link.ts';

/** What answers need. */
export interface Answering {
  readonly window: BrowserWindow;
  readonly hosts: HostList;
  /** Gives the path of the socket of the helper on this machine. */
  readonly localSocket: string;
  readonly tests: HostTests;
  readonly askpass: Askpass;
  readonly agents: PolkitAgents;
  readonly theme: ThemeSetting;
  readonly alerts: DesktopAlerts;
  readonly files: GrowingFiles;
}

type Requests = { readonly [Request in BridgeRequest as Request['method']]: Request };
type Answer<Method extends keyof Requests> = (request: Requests[Method], answering: Answering) => unknown;

export async function answerPage(request: BridgeRequest, answering: Answering): Promise<unknown> {
  return answerCall(request.method, request, answering);
}

/** `method` is that of the request; the two are apart, because only so the compiler sees that they belong together. */
function answerCall<Method extends keyof Requests>(
  method: Method,
  request: Requests[Method],
  answering: Answering,
): unknown {
  return answers[method](request, answering);
}

const answers: { readonly [Method in keyof Requests]: Answer<Method> } = {
  about: (_request, { hosts }): About => ({
    version,
    platform: process.platform,
    electron: process.versions.electron,
    isReleasedElectron: isReleasedElectron(),
    initialHost: hosts.initial,
  }),
  'hosts.list': (_request, { hosts }) => hosts.list(),
  'hosts.add': ({ address }, { hosts }) => hosts.add(address),
  'hosts.remove'({ id }, { hosts }) {
    hosts.remove(id);
  },
  'hosts.check': ({ id, reason }, { hosts, localSocket }) =>
    checkHost(hosts.find(id), reason, { dial: (host, signal) => dialHost(host, { signal, localSocket }) }),
  'hosts.suggestions': async () => (await import('../hosts/ssh-config-hosts.ts')).readSshConfigHosts(),
  'hosts.test': ({ test, address }, { tests }) => tests.run(test, address),
  'hosts.cancel-test'({ test }, { tests }) {
    tests.cancel(test);
  },
  'questions.answer'({ id, text }, { askpass, agents }) {
    askpass.answer(id, text);
    agents.answer(id, text);
  },
  'theme.get': (_request, { theme }) => theme.get(),
  'theme.set': ({ choice }, { theme }) => theme.set(choice),
  'alerts.show'({ notification }, { alerts }) {
    alerts.show(notification);
  },
  'alerts.setCount'({ count }, { alerts }) {
    alerts.setCount(count);
  },
  'reports.save': async ({ report, format }, { window }) =>
    (await import('./reports/save-report.ts')).saveReport(window, report, format),
  'reports.saveHostReport': ({ text }, { window }) => saveHostReport(window, text),
  'charts.saveTable': ({ table }, { window }) => saveChartTable(window, table),
  'charts.savePicture': ({ title, area }, { window }) => saveChartPicture(window, title, area),
  'terminals.saveOutput': ({ title, text }, { window }) => saveOutput(window, title, text),
  'terminals.openLink': ({ address }, { window }) => openAskedLink(window, address),
  'localChanges.save': ({ form, text }, { window }) => saveLocalChanges(window, form, text),
  'images.find': async ({ server, keyring }) => (await loadImages()).find(server, keyring),
  async 'images.chooseKeyring'(_request, { window }) {
    const path = await askForKeyring(window);
    if (path !== undefined) (await loadImages()).allowKeyring(path);
    return path;
  },
  'images.begin': async ({ address }) => (await loadImages()).begin(address),
  'images.beginRegistry': async ({ image }) => (await loadImages()).beginRegistry(image),
  'images.read': async ({ id }) => (await loadImages()).read(id),
  async 'images.end'({ id }) {
    (await loadImages()).end(id);
  },
  async 'files.begin'({ name, kind }, { window, files }) {
    const path = await askForTarget(window, name, kind);
    return path === undefined ? undefined : files.begin(path);
  },
  'files.write': ({ id, data }, { files }) => files.write(id, data),
  'files.end': ({ id }, { files }) => files.end(id),
  'files.discard': ({ id }, { files }) => files.discard(id),
};
