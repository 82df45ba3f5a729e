// SPDX-License-Identifier: Apache-2.0
/** Makes the bridge of the page in Cockpit, which does what Electron's preload and main process do for the window. */

import type { BulkheadBridge, ShellCapability } from '../../contract/bridge.ts';
import { chartCsv } from '../../report/saved-files/chart-csv.ts';
import {
  drillReportJson,
  nameOfChartTable,
  nameOfDrillReport,
  nameOfHostReport,
  nameOfLocalChanges,
  nameOfOutput,
  savedFileName,
} from '../../report/saved-files/file-names.ts';
import { externalAddress } from '../../rpc/port/external-address.ts';
import { t } from '../lib/language/t.ts';
import { createBrowserFiles, saveText } from './browser-files.ts';
import { createBrowserNotifications, hasNotifications } from './browser-notifications.ts';
import type { CockpitApi } from './cockpit-api.ts';
import { createCockpitHost } from './cockpit-host.ts';
import { followShellTheme, shellTheme } from './shell-theme.ts';

/** Nothing that needs a process of this machine, and neither theme nor language, which are Cockpit's. */
function capabilities(): readonly ShellCapability[] {
  return hasNotifications() ? ['notifications'] : [];
}

/** Answers what is not offered. */
async function deny(): Promise<never> {
  throw new Error(t('cannot do this in a browser: use the window of Bulkhead'));
}

export function createCockpitBridge(cockpit: CockpitApi): BulkheadBridge {
  const { hosts, questions } = createCockpitHost(cockpit);
  return {
    shell: { capabilities: capabilities(), language: cockpit.language.replace('_', '-') },
    about: async () => ({
      version: BULKHEAD_VERSION,
      platform: 'cockpit',
      electron: '',
      isReleasedElectron: true,
      initialHost: undefined,
    }),
    hosts: {
      ...hosts,
      add: deny,
      remove: deny,
      suggestions: deny,
      test: () => ({ done: deny(), cancel: () => undefined }),
    },
    questions,
    theme: { get: async () => shellTheme(), set: deny, onChange: followShellTheme },
    alerts: createBrowserNotifications(),
    help: { onOpen: () => () => undefined },
    reports: {
      async save(report, format) {
        if (format === 'pdf') return deny();
        const name = savedFileName(nameOfDrillReport(report, format));
        if (format === 'json') return saveText(name, drillReportJson(report));
        const { drillReportHtml } = await import('../../report/drill-report-html.ts');
        return saveText(name, drillReportHtml(report));
      },
      saveHostReport: async (text) => saveText(savedFileName(nameOfHostReport), text),
    },
    charts: {
      saveTable: async (table) => saveText(savedFileName(nameOfChartTable(table)), chartCsv(table)),
      savePicture: deny,
    },
    terminals: {
      saveOutput: async (title, text) => saveText(savedFileName(nameOfOutput(title)), text),
      async openLink(text) {
        const address = externalAddress(text, ['https:', 'http:']);
        if (address === undefined) throw new Error(t('cannot open the link: it is no address of http or https'));
        window.open(address, '_blank', 'noopener,noreferrer');
      },
    },
    localChanges: { save: async (form, text) => saveText(savedFileName(nameOfLocalChanges(form)), text) },
    files: createBrowserFiles(),
    images: {
      find: deny,
      chooseKeyring: deny,
      begin: deny,
      beginRegistry: deny,
      read: deny,
      end: async () => undefined,
    },
  };
}
