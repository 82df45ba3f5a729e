// SPDX-License-Identifier: Apache-2.0
/**
 * What the window as a whole needs of the main process: the hosts, the theme, and the bridge that changes them. Set
 * once, before the first screen.
 */

import { create } from 'zustand';
import type {
  About,
  BulkheadBridge,
  ChartTable,
  DesktopNotification,
  HostEntry,
  PageArea,
  ReportFormat,
  Theme,
  ThemeChoice,
} from '../../contract/bridge.ts';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import type { HostCheck } from '../../contract/model/host/host-check.ts';
import { createOpenHost, type OpenHost } from './open-client.ts';
import { switchHost } from './connection.ts';
import { navigate } from '../window/location.ts';
import { notify, notifyFailure } from '../window/notifications.ts';
import { remember, remembered } from '../window/preferences.ts';

interface WindowState {
  readonly hosts: readonly HostEntry[];
  readonly hostId: string | undefined;
  readonly theme: Theme;
  readonly about: About | undefined;
}

export const useWindow = create<WindowState>(() => ({
  hosts: [],
  hostId: undefined,
  theme: { choice: 'system', isDark: false },
  about: undefined,
}));

let bridge: BulkheadBridge | undefined;
let openHost: OpenHost | undefined;

export async function startWindow(given: BulkheadBridge): Promise<void> {
  bridge = given;
  openHost = createOpenHost(given);
  given.hosts.onChange((hosts) => useWindow.setState({ hosts }));
  given.theme.onChange((theme) => useWindow.setState({ theme }));
  given.alerts.onPress(() => navigate({ page: 'alerts' }));
  const [hosts, theme, about] = await Promise.all([given.hosts.list(), given.theme.get(), given.about()]);
  useWindow.setState({ hosts, theme, about });
  const wanted = [about.initialHost, remembered('host'), hosts[0]?.id].find((id) =>
    hosts.some((host) => host.id === id),
  );
  if (wanted !== undefined) chooseHost(wanted);
}

export function chooseHost(hostId: string): void {
  if (openHost === undefined || useWindow.getState().hostId === hostId) return;
  remember('host', hostId);
  useWindow.setState({ hostId });
  void switchHost(hostId, openHost);
}

/** Adds `ssh://[user@]host[:port]` and goes there. Rejects with the reason when it is no such address. */
export async function addHost(address: string): Promise<void> {
  const entry = await startedBridge().hosts.add(address);
  useWindow.setState({ hosts: await startedBridge().hosts.list() });
  chooseHost(entry.id);
}

export async function removeHost(hostId: string): Promise<void> {
  try {
    await startedBridge().hosts.remove(hostId);
    const hosts = await startedBridge().hosts.list();
    useWindow.setState({ hosts });
    const [next] = hosts;
    if (useWindow.getState().hostId === hostId && next !== undefined) chooseHost(next.id);
  } catch (error) {
    notifyFailure(`cannot remove the host ${hostId}`, error);
  }
}

/** What this machine finds out about why the current host is not reached. */
export async function checkFromHere(reason: string): Promise<readonly HostCheck[]> {
  const { hostId } = useWindow.getState();
  return hostId === undefined ? [] : startedBridge().hosts.check(hostId, reason);
}

export function setTheme(choice: ThemeChoice): void {
  void startedBridge()
    .theme.set(choice)
    .then((theme) => useWindow.setState({ theme }));
}

/** A desktop that shows no notifications is no failure: the window shows them. */
export function showOnDesktop(notification: DesktopNotification): void {
  void bridge?.alerts.show(notification).catch(() => undefined);
}

/** For the icon in the tray. */
export function countAlerts(count: number): void {
  void bridge?.alerts.setCount(count).catch(() => undefined);
}

/** The main process asks where to, makes the file and writes it. */
export async function saveReport(report: SignedDrillReport, format: ReportFormat): Promise<void> {
  try {
    const path = await startedBridge().reports.save(report, format);
    if (path !== undefined) notify({ tone: 'done', text: `The report was saved as ${path}.` });
  } catch (error) {
    notifyFailure('cannot save the report', error);
  }
}

/** `save` gives the path of the file, or undefined. */
async function saveChart(save: (bridge: BulkheadBridge) => Promise<string | undefined>): Promise<void> {
  try {
    const path = await save(startedBridge());
    if (path !== undefined) notify({ tone: 'done', text: `The chart was saved as ${path}.` });
  } catch (error) {
    notifyFailure('cannot save the chart', error);
  }
}

export function saveChartTable(table: ChartTable): Promise<void> {
  return saveChart(({ charts }) => charts.saveTable(table));
}

/** What is seen of a part of the page. */
export function saveChartPicture(title: string, area: PageArea): Promise<void> {
  return saveChart(({ charts }) => charts.savePicture(title, area));
}

export function currentHost(state: WindowState): HostEntry | undefined {
  return state.hosts.find((host) => host.id === state.hostId);
}

function startedBridge(): BulkheadBridge {
  if (bridge === undefined) throw new Error('cannot reach the main process: the window has not started');
  return bridge;
}
