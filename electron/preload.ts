// SPDX-License-Identifier: Apache-2.0
/** Puts `window.bulkhead` into the page: the only code that runs with both the page and the raw channel in reach. */

import { contextBridge, ipcRenderer } from 'electron';
import {
  type About,
  type BulkheadBridge,
  type GrowingFile,
  type HostEntry,
  type HostOpening,
  type HostTest,
  type HostTestStep,
  type PortArrival,
  shellCapabilities,
  type Theme,
  type Unsubscribe,
} from '../contract/bridge.ts';
import type { GivenHostCheck } from '../contract/model/host/host-check.ts';
import type { ImagePiece, ServerImage } from '../contract/rules/server-image.ts';
import { channels, type BridgeAnswer, type BridgeEvent } from './channels.ts';
import type { BridgeRequest } from './requests.ts';

const bridge: BulkheadBridge = {
  shell: { capabilities: shellCapabilities, language: navigator.language },
  about: () => ask<About>({ method: 'about' }),
  hosts: {
    list: () => ask<readonly HostEntry[]>({ method: 'hosts.list' }),
    add: (address) => ask<HostEntry>({ method: 'hosts.add', address }),
    remove: (id) => ask<undefined>({ method: 'hosts.remove', id }),
    check: (id, reason) => ask<readonly GivenHostCheck[]>({ method: 'hosts.check', id, reason: reason.slice(0, 4000) }),
    onChange: (listener) => listen((event) => event.type === 'hosts' && listener(event.hosts)),
    suggestions: () => ask<readonly string[]>({ method: 'hosts.suggestions' }),
    test: testHost,
    open: openPort,
  },
  questions: {
    onChange: (listener) => listen((event) => event.type === 'questions' && listener(event.questions)),
    answer: (id, text) => ask<undefined>({ method: 'questions.answer', id, text }),
  },
  theme: {
    get: () => ask<Theme>({ method: 'theme.get' }),
    set: (choice) => ask<Theme>({ method: 'theme.set', choice }),
    onChange: (listener) => listen((event) => event.type === 'theme' && listener(event.theme)),
  },
  alerts: {
    show: (notification) => ask<undefined>({ method: 'alerts.show', notification }),
    setCount: (count) => ask<undefined>({ method: 'alerts.setCount', count }),
    onPress: (listener) => listen((event) => event.type === 'show-alerts' && listener(event.hostId)),
  },
  help: {
    onOpen: (listener) => listen((event) => event.type === 'show-help' && listener()),
  },
  reports: {
    save: (report, format) => ask<string | undefined>({ method: 'reports.save', report, format }),
    saveHostReport: (text) => ask<string | undefined>({ method: 'reports.saveHostReport', text }),
  },
  charts: {
    saveTable: (table) => ask<string | undefined>({ method: 'charts.saveTable', table }),
    savePicture: (title, area) => ask<string | undefined>({ method: 'charts.savePicture', title, area }),
  },
  terminals: {
    saveOutput: (title, text) => ask<string | undefined>({ method: 'terminals.saveOutput', title, text }),
    openLink: (address) => ask<undefined>({ method: 'terminals.openLink', address }),
  },
  localChanges: {
    save: (form, text) => ask<string | undefined>({ method: 'localChanges.save', form, text }),
  },
  files: {
    begin: (name, kind) => ask<GrowingFile | undefined>({ method: 'files.begin', name, kind }),
    write: (id, data) => ask<undefined>({ method: 'files.write', id, data }),
    end: (id) => ask<undefined>({ method: 'files.end', id }),
    discard: (id) => ask<undefined>({ method: 'files.discard', id }),
  },
  images: {
    find: (server, keyring) => ask<readonly ServerImage[]>({ method: 'images.find', server, keyring }),
    chooseKeyring: () => ask<string | undefined>({ method: 'images.chooseKeyring' }),
    begin: (address) => ask<string>({ method: 'images.begin', address }),
    beginRegistry: (image) => ask<string>({ method: 'images.beginRegistry', image }),
    read: (id) => ask<ImagePiece>({ method: 'images.read', id }),
    end: (id) => ask<undefined>({ method: 'images.end', id }),
  },
};

contextBridge.exposeInMainWorld('bulkhead', bridge);

async function ask<T>(request: BridgeRequest): Promise<T> {
  const answer = (await ipcRenderer.invoke(channels.request, request)) as BridgeAnswer;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as T;
}

function listen(listener: (event: BridgeEvent) => void): Unsubscribe {
  const wrapped = (_: unknown, event: BridgeEvent): void => listener(event);
  ipcRenderer.on(channels.event, wrapped);
  return () => ipcRenderer.off(channels.event, wrapped);
}

function testHost(address: string, onSteps: (steps: readonly HostTestStep[]) => void): HostTest {
  const test = crypto.randomUUID();
  const stop = listen((event) => event.type === 'host-test' && event.test === test && onSteps(event.steps));
  return {
    done: ask<undefined>({ method: 'hosts.test', address, test }).finally(stop),
    cancel: () => void ask<undefined>({ method: 'hosts.cancel-test', test }),
  };
}

/** A port cannot cross the context bridge; a message of the window to itself can carry it. */
function openPort(hostId: string, { request, ...how }: HostOpening): void {
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(channels.open, { hostId, ...how }, [port2]);
  const arrival: PortArrival = { type: 'bulkhead-port', request };
  window.postMessage(arrival, window.location.origin, [port1]);
}
