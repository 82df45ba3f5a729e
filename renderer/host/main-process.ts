// SPDX-License-Identifier: Apache-2.0
/**
 * What the window as a whole needs of the main process: the hosts, the theme, and the bridge that changes them. Set
 * once, before the first screen.
 */

import { create } from 'zustand';
import {
  type About,
  type BulkheadBridge,
  type ChartTable,
  type DesktopNotification,
  type HostEntry,
  type HostQuestion,
  type HostTest,
  type HostTestStep,
  type ImageServers,
  type LocalChangesForm,
  type PageArea,
  type ReportFormat,
  shellCapabilities,
  type Theme,
  type ThemeChoice,
} from '../../contract/bridge.ts';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import { type HostCheck, hostCheckSchema } from '../../contract/model/host/host-check.ts';
import { textOf } from '../../contract/text.ts';
import { askFirst } from './first-answers.ts';
import { createOpenHost, type OpenHost } from './transport/open-client.ts';
import { keepHosts, leaveHosts, retryNow, shownHostId, switchHost, useConnection } from './connection.ts';
import { openHelp } from '../window/help.ts';
import { navigate } from '../window/location.ts';
import { notePrompt, notify, noteHostOfWindow, notifyFailure } from '../window/notifications.ts';
import { remember, remembered, useSettings } from '../window/preferences.ts';
import { t } from '../lib/language/t.ts';
import { noteShell } from '../lib/shell.ts';

interface WindowState {
  readonly hosts: readonly HostEntry[];
  readonly hostId: string | undefined;
  /** What ssh and polkit ask, the oldest first. */
  readonly questions: readonly HostQuestion[];
  readonly theme: Theme;
  readonly about: About | undefined;
}

export const useWindow = create<WindowState>(() => ({
  hosts: [],
  hostId: undefined,
  questions: [],
  theme: { choice: 'system', isDark: false },
  about: undefined,
}));

/** The shown host's name as the list of hosts has it; undefined before there is a list. */
export function useHostLabel(): string | undefined {
  return useWindow(({ hosts, hostId }) => hosts.find(({ id }) => id === hostId)?.label);
}

let bridge: BulkheadBridge | undefined;
let openHost: OpenHost | undefined;
let unfollow: readonly (() => void)[] = [];

/** `answers`: what was asked already. */
export async function startWindow(given: BulkheadBridge, answers = askFirst(given)): Promise<void> {
  bridge = given;
  noteShell(given.shell);
  openHost = createOpenHost(given);
  noteHostOfWindow(shownHostId);
  unfollow = [
    given.hosts.onChange(takeHosts),
    given.questions.onChange((questions) => useWindow.setState({ questions })),
    given.theme.onChange((theme) => useWindow.setState({ theme })),
    given.alerts.onPress((hostId) => {
      // The page decides: a host that is no longer in the list is not gone to.
      if (useWindow.getState().hosts.some(({ id }) => id === hostId) && hostId !== undefined) chooseHost(hostId);
      navigate({ page: 'alerts' });
    }),
    given.help.onOpen(openHelp),
  ];
  const { hosts, theme, about } = await answers;
  if (bridge !== given) return;
  useWindow.setState({ hosts, theme, about });
  const wanted = [about.initialHost, useSettings.getState()['host.first'], remembered('host'), hosts[0]?.id].find(
    (id) => hosts.some((host) => host.id === id),
  );
  if (wanted !== undefined) showHost(wanted);
  takeHosts(hosts);
}

/**
 * Ends what {@link startWindow} began: what the main process still says reaches the page no more. A page that is left
 * needs none of it; tests share one page.
 */
export async function endWindow(): Promise<void> {
  for (const end of unfollow) end();
  [bridge, openHost, unfollow] = [undefined, undefined, []];
  noteShell({ capabilities: shellCapabilities });
  await leaveHosts();
  useWindow.setState(useWindow.getInitialState(), true);
}

/**
 * Limits the connected hosts to as many as a helper's host of 64 connections serves easily, and as an ssh agent takes.
 */
const maxKeptHosts = 32;

/** Keeps a connection to each host; what lies beyond the limit is connected when it is chosen. */
function takeHosts(hosts: readonly HostEntry[]): void {
  useWindow.setState({ hosts });
  if (openHost === undefined) return;
  keepHosts(
    hosts.slice(0, maxKeptHosts).map(({ id }) => id),
    openHost,
  );
}

/** Goes to a host, as the person asked: ssh and polkit may ask them for what is in the way. */
export function chooseHost(hostId: string): void {
  showHost(hostId);
  const status = useConnection.getState().byHost.get(hostId)?.status;
  if (status === 'held' || status === 'denied') retryNow(hostId);
}

function showHost(hostId: string): void {
  if (openHost === undefined || useWindow.getState().hostId === hostId) return;
  remember('host', hostId);
  useWindow.setState({ hostId });
  void switchHost(hostId, openHost);
}

/** Adds `ssh://[user@]host[:port]` and goes there; ssh may then ask. Rejects with the reason when it is no such address. */
export async function addHost(address: string): Promise<void> {
  const entry = await startedBridge().hosts.add(address);
  takeHosts(await startedBridge().hosts.list());
  chooseHost(entry.id);
}

/** Takes a host out of the list; nothing on it changes, and the notification offers the way back. */
export async function forgetHost({ id, label }: HostEntry): Promise<void> {
  try {
    await startedBridge().hosts.remove(id);
    const hosts = await startedBridge().hosts.list();
    const [next] = hosts;
    if (useWindow.getState().hostId === id && next !== undefined) showHost(next.id);
    takeHosts(hosts);
    notify({
      tone: 'done',
      text: t('Host {label} is no longer in the list. Nothing was changed on it.', { label }),
      action: { label: t('Undo'), run: () => void restoreHost(id, label) },
    });
  } catch (error) {
    notifyFailure(t('cannot forget the host {label}', { label }), error);
  }
}

async function restoreHost(id: string, label: string): Promise<void> {
  try {
    await startedBridge().hosts.add(id);
    takeHosts(await startedBridge().hosts.list());
  } catch (error) {
    notifyFailure(t('cannot add the host {label} again', { label }), error);
  }
}

/** Addresses of the hosts in the person's ssh configuration that are not in the list yet. */
export async function suggestHosts(): Promise<readonly string[]> {
  const known = new Set(useWindow.getState().hosts.map(({ id }) => id));
  return (await startedBridge().hosts.suggestions()).filter((address) => !known.has(address));
}

/** Describes a step in the language of the window. */
export interface ShownHostTestStep extends Omit<HostTestStep, 'title' | 'check'> {
  readonly title: string;
  readonly check: HostCheck | null;
}

export function testHost(address: string, onSteps: (steps: readonly ShownHostTestStep[]) => void): HostTest {
  return startedBridge().hosts.test(address, (steps) => onSteps(steps.map(shownStep)));
}

function shownStep({ title, check, ...step }: HostTestStep): ShownHostTestStep {
  return { ...step, title: textOf(title), check: check === null ? null : hostCheckSchema().parse(check) };
}

/** Answers a question; undefined means that there is no answer. */
export function answerQuestion(id: string, text: string | undefined): void {
  const asked = useWindow.getState().questions.find((question) => question.id === id);
  if (asked?.authentication !== undefined)
    notePrompt(asked.authentication.action, text === undefined ? 'dismissed' : 'answered');
  useWindow.setState(({ questions }) => ({ questions: questions.filter((question) => question.id !== id) }));
  void startedBridge().questions.answer(id, text);
}

/** What this machine finds out about why the current host is not reached. */
export async function checkFromHere(reason: string): Promise<readonly HostCheck[]> {
  const { hostId } = useWindow.getState();
  const checks = hostId === undefined ? [] : await startedBridge().hosts.check(hostId, reason);
  return checks.map((check) => hostCheckSchema().parse(check));
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

/** Sets the count on the icon in the tray. */
export function countAlerts(count: number): void {
  void bridge?.alerts.setCount(count).catch(() => undefined);
}

/** The main process asks where to, makes the file and writes it. */
export async function saveReport(report: SignedDrillReport, format: ReportFormat): Promise<void> {
  try {
    const path = await startedBridge().reports.save(report, format);
    if (path !== undefined) notify({ tone: 'done', text: t('The report was saved as {path}.', { path }) });
  } catch (error) {
    notifyFailure(t('cannot save the report'), error);
  }
}

/** `save` gives the path of the file, or undefined. */
async function saveChart(save: (bridge: BulkheadBridge) => Promise<string | undefined>): Promise<void> {
  try {
    const path = await save(startedBridge());
    if (path !== undefined) notify({ tone: 'done', text: t('The chart was saved as {path}.', { path }) });
  } catch (error) {
    notifyFailure(t('cannot save the chart'), error);
  }
}

export function saveChartTable(table: ChartTable): Promise<void> {
  return saveChart(({ charts }) => charts.saveTable(table));
}

/** What is seen of a part of the page. */
export function saveChartPicture(title: string, area: PageArea): Promise<void> {
  return saveChart(({ charts }) => charts.savePicture(title, area));
}

/** What a container wrote, as text: all lines that a terminal holds, or those of a log. */
export async function saveOutput(title: string, text: string): Promise<void> {
  try {
    const path = await startedBridge().terminals.saveOutput(title, text);
    if (path !== undefined) notify({ tone: 'done', text: t('The output was saved as {path}.', { path }) });
  } catch (error) {
    notifyFailure(t('cannot save the output'), error);
  }
}

/** Servers of images, which this machine asks. */
export function imageServers(): ImageServers {
  return startedBridge().images;
}

/** Opens the link in the browser of this machine. The person has seen where it leads, and agreed. */
export async function openLink(address: string): Promise<void> {
  try {
    await startedBridge().terminals.openLink(address);
  } catch (error) {
    notifyFailure(t('cannot open the link'), error);
  }
}

/** The local changes of a host, for another one. */
export async function saveLocalChanges(form: LocalChangesForm, text: string): Promise<void> {
  try {
    const path = await startedBridge().localChanges.save(form, text);
    if (path !== undefined) notify({ tone: 'done', text: t('The local changes were saved as {path}.', { path }) });
  } catch (error) {
    notifyFailure(t('cannot save the local changes'), error);
  }
}

/** The report of a host, which the person has read. */
export async function saveHostReport(text: string): Promise<void> {
  try {
    const path = await startedBridge().reports.saveHostReport(text);
    if (path !== undefined) notify({ tone: 'done', text: t('The report was saved as {path}.', { path }) });
  } catch (error) {
    notifyFailure(t('cannot save the report'), error);
  }
}

/** Files of this machine that are written piece by piece. */
export function growingFiles(): BulkheadBridge['files'] {
  return startedBridge().files;
}

export function currentHost(state: WindowState): HostEntry | undefined {
  return state.hosts.find((host) => host.id === state.hostId);
}

function startedBridge(): BulkheadBridge {
  if (bridge === undefined) throw new Error('cannot reach the main process: the window has not started');
  return bridge;
}
