// SPDX-License-Identifier: Apache-2.0
/** Makes a handler for every operation of the contract, on a fake host: a function for each subject, put together. */

import { fail } from '../../../contract/errors.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { fakeApply, fakeUndo } from './containers/fake-changes.ts';
import { configurationHandlers } from './containers/fake-configuration.ts';
import { fakeCluster, fakeEvacuation, fakeInstance, fakeMove } from './fake-cluster.ts';
import { fakeAnswer, fakeNames } from './policies/fake-answers.ts';
import { fakeCounts } from './policies/fake-counts.ts';
import { fakeLastCertificate, fakePolicyIdentity, fakeProof } from './policies/fake-proof.ts';
import { fakeAttach, fakeOpen, fakeOpenBoot } from './containers/fake-consoles.ts';
import { createOne, fakeConfiguration } from './containers/fake-create.ts';
import { findContainer, findStopped } from './containers/find-container.ts';
import { lifecycleHandlers } from './containers/fake-lifecycle.ts';
import { denialHandlers } from './denials/denial-handlers.ts';
import { fakeImages } from './images/fake-images.ts';
import { fakeBenchmarkReport, fakeBenchmarkRun } from './fake-benchmark.ts';
import {
  fakeContainerDrill,
  fakeDrill,
  fakeDrillList,
  fakeDrillReport,
  fakeMembersDrill,
  fakeSchedule,
  fakeUnschedule,
} from './drill/fake-drill.ts';
import { fakeAccess } from './fake-access.ts';
import { fakeAdoption } from './containers/fake-adoption.ts';
import { alertHandlers } from './fake-alerts.ts';
import { fakeControlGroups } from './fake-control-groups.ts';
import { fakeCheck, fakeFix } from './fake-doctor.ts';
import { switchHandlers } from './fake-switch.ts';
import { fakeHealth } from './containers/fake-health.ts';
import { fakeHistory, fakeRanking } from './samples/fake-history.ts';
import type { FakeHost } from './fake-host.ts';
import { fakeDisk, fakeHostInfo } from './fake-host-info.ts';
import { fakeEvidence } from './fake-evidence.ts';
import { fakeLog } from './containers/fake-logs.ts';
import { fakeMetrics } from './fake-metrics.ts';
import { fakeLabels } from './isolation/fake-labels.ts';
import { fakeLocalChanges } from './policies/fake-local-changes.ts';
import { fakePolicies } from './policies/fake-policies.ts';
import { fakePortTypes } from './policies/fake-port-types.ts';
import { fakePlans } from './fake-plans.ts';
import { fakePresets } from './fake-presets.ts';
import { fakeProcesses } from './containers/fake-processes.ts';
import { fakeNetworks } from './networks/fake-networks.ts';
import { fakePorts } from './networks/fake-ports.ts';
import { fakeFiles } from './containers/fake-files.ts';
import { fakeSnapshots } from './containers/fake-snapshots.ts';
import { fakeTransfers } from './containers/fake-transfers.ts';
import { fakeBackups } from './containers/fake-backups.ts';
import { fakeNamedVolumes } from './containers/fake-named-volumes.ts';
import { fakeVolumes } from './containers/fake-volumes.ts';
import type { HandlersOf } from './handlers-of.ts';
import { fakeAudit, separated } from './isolation/fake-isolation.ts';
import { pause } from './pause.ts';

/** Gives the handlers of all operations; each acts on this host alone. */
export function fakeHandlers(host: FakeHost): Handlers<string> {
  return {
    ...hostHandlers(host),
    ...clusterHandlers(host),
    ...switchHandlers(host),
    ...fakeAccess(host),
    ...alertHandlers(host.alerts, host.now),
    ...drillHandlers(host),
    ...sampleHandlers(host),
    ...containerHandlers(host),
    ...lifecycleHandlers(host),
    ...configurationHandlers(host),
    ...consoleHandlers(host),
    ...denialHandlers(host),
    ...fakeLabels(host),
    ...changeHandlers(host),
    ...fakePolicies(host),
    ...policyHandlers(host),
    ...isolationHandlers(host),
    ...fakePlans(host),
    ...fakeVolumes(host),
    ...fakeNamedVolumes(host),
    ...fakeSnapshots(host),
    ...fakeImages(host),
    ...fakeTransfers(host),
    ...fakeBackups(host),
    ...fakeFiles(host),
    ...fakeAdoption(host),
    ...fakePorts(host),
    ...fakeNetworks(host),
    ...fakePresets(host),
  };
}

function hostHandlers(
  host: FakeHost,
): HandlersOf<'host.info' | `doctor.${string}` | `benchmark.${string}` | 'metrics.read' | 'evidence.collect'> {
  return {
    'host.info': async () => fakeHostInfo(host),
    'doctor.check': () => fakeCheck(host),
    'doctor.fix': ({ check }) => fakeFix(host, check),
    'benchmark.run': (params, { signal }) => fakeBenchmarkRun(host, params, signal),
    'benchmark.latest': async () => ({ report: fakeBenchmarkReport(host) }),
    'metrics.read': () => fakeMetrics(host, fakeDisk),
    'evidence.collect': fakeEvidence(host),
  };
}

function clusterHandlers(host: FakeHost): HandlersOf<`cluster.${string}`> {
  return {
    'cluster.members': async ({ challenge }) => ({ cluster: fakeCluster(host, challenge) }),
    'cluster.create': async (params) => fakeInstance(host, params),
    'cluster.move': (params) => fakeMove(host, params),
    'cluster.evacuate': ({ member }) => fakeEvacuation(host, 'evacuate', member),
    'cluster.restore': ({ member }) => fakeEvacuation(host, 'restore', member),
  };
}

function drillHandlers(host: FakeHost): HandlersOf<`drill.${string}`> {
  return {
    'drill.run': (_params, { signal }) => fakeDrill(host, signal),
    'drill.container': (_params, { signal }) => fakeContainerDrill(host, signal),
    'drill.members': ({ member }, { signal }) => fakeMembersDrill(host, member, signal),
    'drill.schedule': async ({ at }) => ({ schedule: fakeSchedule(host, at) }),
    'drill.unschedule': async () => (fakeUnschedule(host), {}),
    'drill.list': async () => fakeDrillList(host),
    'drill.report': async ({ report }) => fakeDrillReport(host, report),
  };
}

function sampleHandlers(host: FakeHost): HandlersOf<`sample.${string}`> {
  return {
    'sample.history': async (params) => fakeHistory(host, params),
    'sample.rank': async (params) => fakeRanking(host, params),
    async *'sample.watch'({ historySeconds }, { signal }) {
      const past = host.history.filter((sample) => sample.time > host.now() - historySeconds);
      // The samples go in parts, as the helper sends them, so that no message is larger than one may be.
      const part = Math.max(1, Math.floor(6000 / Math.max(1, host.containers.size)));
      for (let from = 0; from < past.length; from += part) yield { samples: past.slice(from, from + part) };
      for await (const sample of host.samples.listen(signal)) yield { samples: [sample] };
      return {};
    },
  };
}

function containerHandlers(
  host: FakeHost,
): HandlersOf<
  `container.${'list' | 'watch' | 'create' | 'preview-creation' | 'health' | 'processes'}` | 'cgroup.list' | 'log.read'
> {
  return {
    'container.list': async () => ({ containers: [...host.containers.values()] }),
    async *'container.watch'(_, { signal }) {
      yield { type: 'snapshot', containers: [...host.containers.values()] };
      yield* host.containerChanges.listen(signal);
      return {};
    },
    'container.create': (params, { signal }) => createOne(host, params, signal),
    'container.preview-creation': async (params) => ({ lines: fakeConfiguration(params) }),
    'container.health': async ({ name }) => fakeHealth(findContainer(host, name), host.now()),
    'container.processes': async ({ name }) => fakeProcesses(findContainer(host, name), host.now()),
    'cgroup.list': async () => fakeControlGroups(host.containers.values(), host.now()),
    'log.read': (params, { signal }) => fakeLog(host, params, signal),
  };
}

function consoleHandlers(host: FakeHost): HandlersOf<`console.${string}`> {
  function requireRunning(name: string): void {
    if (findContainer(host, name).state !== 'running') fail('container-not-running', { name });
  }

  return {
    'console.open': (params, client) => {
      requireRunning(params.name);
      return fakeOpen(host, params, client);
    },
    'console.open-boot': (params, client) => {
      requireRunning(params.name);
      return fakeOpenBoot(host, params, client);
    },
    'console.attach': (params, client) => fakeAttach(host, params, client),
  };
}

function changeHandlers(host: FakeHost): HandlersOf<'remedy.apply' | 'change.list' | `activity.${string}`> {
  return {
    'remedy.apply': (params, { record }) => fakeApply(host, params, record ?? 0),
    'change.list': async () => ({ changes: [...host.changes.values()].filter(({ state }) => state === 'applied') }),
    'activity.undo': ({ id }, { record }) => fakeUndo(host, id, record ?? 0),
    async *'activity.watch'({ latest }, { signal }) {
      yield { type: 'snapshot', entries: host.activity.slice(-latest) };
      for await (const entry of host.activityChanges.listen(signal)) yield { type: 'changed', entry };
      return {};
    },
  };
}

function policyHandlers(
  host: FakeHost,
): HandlersOf<`policy.${'ask' | 'local' | 'prove' | 'certificate' | 'identify' | 'count' | 'names' | 'port-types'}`> {
  return {
    'policy.ask': async ({ question }) => {
      await pause(250);
      return fakeAnswer(host, question);
    },
    'policy.local': async ({ withSources }) => ({ changes: [...fakeLocalChanges(host, withSources)] }),
    'policy.prove': async () => fakeProof(host),
    'policy.certificate': async () => fakeLastCertificate(host),
    'policy.identify': async () => fakePolicyIdentity,
    'policy.count': async (params) => fakeCounts(host, params),
    'policy.names': async () => fakeNames,
    'policy.port-types': async () => ({ types: [...fakePortTypes] }),
  };
}

function isolationHandlers(
  host: FakeHost,
): HandlersOf<`isolation.${'audit' | 'reassign-categories' | 'remount-root'}`> {
  return {
    'isolation.audit': ({ labels }, { signal }) => fakeAudit(host, { labels, signal }),
    'isolation.reassign-categories': async ({ name }) => {
      const container = findStopped(host, name);
      await pause(700);
      const changed = separated(container, [...host.containers.values()]);
      host.change(changed);
      return changed;
    },
    'isolation.remount-root': async ({ name }) => findStopped(host, name),
  };
}
