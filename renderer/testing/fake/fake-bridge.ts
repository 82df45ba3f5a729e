// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for the preload in a plain browser (`vite --mode fake`): two fake hosts, one
 * that asks for a password, and one that cannot be reached.
 * `?fake=many`, `?fake=empty`, `?fake=drop`, `?fake=plain`, `?fake=flood` and `?fake=blind` show other hosts: 100
 * containers (or `&containers=N`), none, a connection that is lost, no SELinux, a storm of denials, an auditd that
 * writes nothing. `&members=N` with many: containers of Incus on a cluster of N members. `&causes=N` with any of them: N
 * groups of denials, and no others.
 */

import { type BulkheadBridge, shellCapabilities } from '../../../contract/bridge.ts';
import { createFakeHosts } from './bridge/fake-hosts.ts';
import { createFakeQuestions } from './bridge/fake-ssh.ts';
import { createFakeTheme } from './bridge/fake-theme.ts';
import { readScenario } from './bridge/scenario.ts';
import { createFakeImageServers } from './images/fake-image-servers.ts';

/** Gives all that the preload gives to the window; what it saves goes nowhere. */
export function createFakeBridge(): BulkheadBridge {
  const questions = createFakeQuestions();
  return {
    shell: { capabilities: shellCapabilities, language: navigator.language },
    about: async () => ({
      version: '0.1.0',
      platform: 'browser',
      electron: 'none',
      isReleasedElectron: true,
      initialHost: undefined,
    }),
    hosts: createFakeHosts(readScenario(new URLSearchParams(window.location.search)), questions),
    questions,
    theme: createFakeTheme(),
    alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
    help: { onOpen: () => () => undefined },
    reports: {
      save: async (report, format) => `/home/operator/drill-${report.report.id}.${format}`,
      saveHostReport: async () => '/home/operator/bulkhead-report.md',
    },
    charts: {
      saveTable: async ({ title }) => `/home/operator/${title}.csv`,
      savePicture: async (title) => `/home/operator/${title}.png`,
    },
    terminals: {
      saveOutput: async (title) => `/home/operator/${title}.txt`,
      openLink: async () => undefined,
    },
    localChanges: {
      save: async (form) => `/home/operator/local-changes.${form}`,
    },
    files: {
      begin: async (name, kind) => ({
        id: 'fake',
        path: `/home/operator/${name}${kind === 'export' ? '.tar.gz' : ''}`,
      }),
      write: async () => undefined,
      end: async () => undefined,
      discard: async () => undefined,
    },
    images: createFakeImageServers(),
  };
}
