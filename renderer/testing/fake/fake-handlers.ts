// SPDX-License-Identifier: Apache-2.0
/** Makes a handler for every operation of the contract, on a fake host. */

import { fail } from '../../../contract/errors.ts';
import { type LimitKey, limitKeys } from '../../../contract/model/containers/limits.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { changedSettings, differenceOfSettings } from '../../../contract/model/containers/settings-change.ts';
import { maxVariables, settingApplies, settingKeys } from '../../../contract/model/containers/settings.ts';
import { changedTags, maxTags } from '../../../contract/model/containers/tag.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { fakeApply, fakeLimits, fakeSettings, fakeTags, fakeUndo, groupOf } from './containers/fake-changes.ts';
import { fakeCluster, fakeEvacuation, fakeInstance, fakeMove } from './fake-cluster.ts';
import { fakeAnswer, fakeNames } from './policies/fake-answers.ts';
import { fakeCounts } from './policies/fake-counts.ts';
import { fakeLastCertificate, fakePolicyIdentity, fakeProof } from './policies/fake-proof.ts';
import { fakeAttach, fakeOpen, fakeOpenBoot } from './containers/fake-consoles.ts';
import { createOne, fakeConfiguration } from './containers/fake-create.ts';
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
import { fakeHistory, fakeRanking } from './fake-history.ts';
import type { FakeHost } from './fake-host.ts';
import { fakeEvidence } from './fake-evidence.ts';
import { fakeExplanation } from './denials/fake-explanation.ts';
import { fakeLog } from './containers/fake-logs.ts';
import { fakeMetrics } from './fake-metrics.ts';
import { fakeLabels } from './isolation/fake-labels.ts';
import { fakeLocalChanges } from './policies/fake-local-changes.ts';
import { fakePolicies } from './policies/fake-policies.ts';
import { fakePortTypes } from './policies/fake-port-types.ts';
import { fakePlans } from './fake-plans.ts';
import { fakePresets } from './fake-presets.ts';
import { fakeProcesses } from './containers/fake-processes.ts';
import { checkFakeAddress, fakeNetworks } from './fake-networks.ts';
import { fakeFiles } from './containers/fake-files.ts';
import { fakeSnapshots } from './containers/fake-snapshots.ts';
import { fakeTransfers } from './containers/fake-transfers.ts';
import { fakeBackups } from './containers/fake-backups.ts';
import { fakeNamedVolumes } from './containers/fake-named-volumes.ts';
import { fakeVolumes } from './containers/fake-volumes.ts';
import { fakeAudit, separated } from './isolation/fake-isolation.ts';
import { pause } from './pause.ts';

const fakeDisk = {
  backing: 'project-quota',
  totalBytes: 200 * 1024 ** 3,
  freeBytes: 64 * 1024 ** 3,
  reserveBytes: 10 * 1024 ** 3,
  totalInodes: 13_000_000,
  freeInodes: 12_000_000,
  reserveInodes: 650_000,
  isOvercommitted: true,
} as const;

export function fakeHandlers(host: FakeHost): Handlers<string> {
  function find(name: string): Container {
    return host.containers.get(name) ?? fail('container-not-found', { name });
  }

  function findUp(name: string): Container {
    const container = find(name);
    if (container.state === 'stopped') fail('container-not-running', { name });
    return container;
  }

  function findStopped(name: string): Container {
    const container = find(name);
    if (container.state !== 'stopped') fail('container-running', { name });
    return container;
  }

  async function become(
    container: Container,
    state: Container['state'],
    via: Container['state'] = state,
  ): Promise<Container> {
    host.change({ ...container, state: via });
    await pause(via === state ? 150 : 900);
    const isUp = state !== 'stopped';
    const changed: Container = {
      ...container,
      state,
      initPid: isUp ? (container.initPid ?? 9000 + host.containers.size) : null,
      startedAt: isUp ? (container.startedAt ?? host.now()) : null,
      addresses: isUp ? [container.addresses[0] ?? '10.77.0.99'] : [],
    };
    host.change(changed);
    return changed;
  }

  return {
    'host.info': async () => ({
      hostname: host.hostname,
      kernel: '6.12.57+deb13-amd64',
      operatingSystem: 'Debian GNU/Linux 13 (trixie)',
      cpus: 8,
      memoryBytes: 16 * 1024 ** 3,
      bootedAt: host.now() - 880 * 3600,
      lxc: '6.0.4',
      cgroup: 'v2',
      polkit: '126',
      selinux: {
        status: host.selinux,
        policy: host.selinux === 'disabled' ? null : 'default',
        mls: host.selinux !== 'disabled',
        baseModule: host.selinux !== 'disabled',
      },
      denialSource: 'auditd',
      auditLog: host.auditLog,
      auditLost: 0,
      helper: { version: '0.1.0', protocol: 1, pid: 611 },
      recovery: { state: 'done', containers: [] },
      disk: fakeDisk,
      limits: { containers: 200, consolesPerUser: 16 },
    }),
    'cluster.members': async ({ challenge }) => ({ cluster: fakeCluster(host, challenge) }),
    'cluster.create': async (params) => fakeInstance(host, params),
    'cluster.move': (params) => fakeMove(host, params),
    'cluster.evacuate': ({ member }) => fakeEvacuation(host, 'evacuate', member),
    'cluster.restore': ({ member }) => fakeEvacuation(host, 'restore', member),
    'doctor.check': () => fakeCheck(host),
    'doctor.fix': ({ check }) => fakeFix(host, check),
    ...switchHandlers(host),
    'benchmark.run': (params, { signal }) => fakeBenchmarkRun(host, params, signal),
    'benchmark.latest': async () => ({ report: fakeBenchmarkReport(host) }),
    ...fakeAccess(host),
    ...alertHandlers(host.alerts, host.now),
    'metrics.read': () => fakeMetrics(host, fakeDisk),
    'drill.run': (_params, { signal }) => fakeDrill(host, signal),
    'drill.container': (_params, { signal }) => fakeContainerDrill(host, signal),
    'drill.members': ({ member }, { signal }) => fakeMembersDrill(host, member, signal),
    'drill.schedule': async ({ at }) => ({ schedule: fakeSchedule(host, at) }),
    'drill.unschedule': async () => (fakeUnschedule(host), {}),
    'drill.list': async () => fakeDrillList(host),
    'drill.report': async ({ report }) => fakeDrillReport(host, report),
    'sample.history': async (params) => fakeHistory(host, params),
    'sample.rank': async (params) => fakeRanking(host, params),
    'container.list': async () => ({ containers: [...host.containers.values()] }),
    async *'container.watch'(_, { signal }) {
      yield { type: 'snapshot', containers: [...host.containers.values()] };
      yield* host.containerChanges.listen(signal);
      return {};
    },
    'container.create': (params, { signal }) => createOne(host, params, signal),
    'container.preview-creation': async (params) => ({ lines: fakeConfiguration(params) }),
    'container.start': async ({ name }) => {
      return become(findStopped(name), 'running', 'starting');
    },
    'container.stop': async ({ name }) => {
      return become(findUp(name), 'stopped', 'stopping');
    },
    'container.restart': async ({ name }) =>
      become({ ...(await become(findUp(name), 'stopped', 'stopping')) }, 'running', 'starting'),
    'container.freeze': async ({ name }) => become(findUp(name), 'frozen'),
    'container.unfreeze': async ({ name }) => become(findUp(name), 'running'),
    'container.configure': async ({ name, limits }, { record }) => {
      const container = find(name);
      await pause(200);
      const chosen = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
      const changed = { ...container, limits: { ...container.limits, ...chosen } };
      host.change(changed);
      if (record !== undefined) fakeLimits(host, record, container, changed);
      const isDisk = (key: LimitKey): boolean => key === 'diskBytes' || key === 'diskInodes';
      return {
        container: changed,
        applied: limitKeys
          .filter((key) => key in chosen)
          .map((key) => ({
            key,
            applies: container.state === 'stopped' && !isDisk(key) ? ('next-start' as const) : ('live' as const),
            note: null,
          })),
      };
    },
    'container.change-settings': async ({ name, settings }, { record }) => {
      const container = find(name);
      const before = container.settings ?? fail('container-not-managed', { name });
      const after = changedSettings(before, settings);
      if (after.environment.length > maxVariables) fail('too-many-variables', { name, max: maxVariables });
      checkFakeAddress(host, container, after);
      await pause(150);
      const changed = { ...container, settings: after };
      host.change(changed);
      if (record !== undefined) fakeSettings(host, record, container, changed);
      const difference = differenceOfSettings(before, after);
      return {
        container: changed,
        applied: settingKeys
          .filter((key) => difference[key] !== undefined)
          .map((key) => ({ key, applies: settingApplies[key] })),
      };
    },
    'container.tag': async ({ name, add, remove }, { record }) => {
      const container = find(name);
      const tags = changedTags(container.tags, { add, remove });
      if (tags.length > maxTags) fail('too-many-tags', { name, max: maxTags });
      await pause(120);
      const changed = { ...container, tags };
      host.change(changed);
      if (record !== undefined) fakeTags(host, record, container, changed);
      return changed;
    },
    'container.health': async ({ name }) => fakeHealth(find(name), host.now()),
    'cgroup.list': async () => fakeControlGroups(host.containers.values(), host.now()),
    'container.processes': async ({ name }) => fakeProcesses(find(name), host.now()),
    'container.rename': async ({ name, to }) => {
      const container = findStopped(name);
      if (host.containers.has(to)) fail('container-exists', { name: to });
      await pause(400);
      const renamed = { ...container, name: to };
      host.remove(name);
      host.change(renamed);
      return renamed;
    },
    'container.remove': async ({ name, force }) => {
      const container = find(name);
      if (container.state !== 'stopped' && !force) fail('container-running', { name });
      if (container.original !== null) fail('container-failed', { name, reason: 'its original is kept' });
      await pause(600);
      host.remove(name);
      return {};
    },
    async *'sample.watch'({ historySeconds }, { signal }) {
      const past = host.history.filter((sample) => sample.time > host.now() - historySeconds);
      // The samples go in parts, as the helper sends them, so that no message is larger than one may be.
      const part = Math.max(1, Math.floor(6000 / Math.max(1, host.containers.size)));
      for (let from = 0; from < past.length; from += part) yield { samples: past.slice(from, from + part) };
      for await (const sample of host.samples.listen(signal)) yield { samples: [sample] };
      return {};
    },
    'console.open': (params, client) => {
      const { name } = params;
      if (find(name).state !== 'running') fail('container-not-running', { name });
      return fakeOpen(host, params, client);
    },
    'console.open-boot': (params, client) => {
      const { name } = params;
      if (find(name).state !== 'running') fail('container-not-running', { name });
      return fakeOpenBoot(host, params, client);
    },
    'console.attach': (params, client) => fakeAttach(host, params, client),
    'log.read': (params, { signal }) => fakeLog(host, params, signal),
    'denial.query': async ({ container, events }) => host.denials.view(container, events),
    'denial.explain': async (one) => fakeExplanation(groupOf(host, one), host.changes.values()),
    'denial.timeline': async (range) => host.denials.timeline(range),
    'denial.show-dontaudit': async ({ minutes }, { signal }) => {
      await pause(2500, signal);
      const until = host.now() + minutes * 60;
      setDontaudit(host, until);
      return { until };
    },
    'denial.hide-dontaudit': async () => {
      await pause(800);
      setDontaudit(host, null);
      return {};
    },
    async *'denial.watch-dontaudit'(_, { signal }) {
      yield { until: host.dontaudit.until };
      yield* host.dontaudit.changes.listen(signal);
      return {};
    },
    async *'denial.watch'({ container, events }, { signal }) {
      yield { type: 'snapshot', ...host.denials.view(container, events) };
      yield* host.denialsAdded.listen(signal);
      return {};
    },
    ...fakeLabels(host),
    'remedy.apply': (params, { record }) => fakeApply(host, params, record ?? 0),
    'change.list': async () => ({ changes: [...host.changes.values()].filter(({ state }) => state === 'applied') }),
    'activity.undo': ({ id }, { record }) => fakeUndo(host, id, record ?? 0),
    ...fakePolicies(host),
    ...fakePlans(host),
    ...fakeVolumes(host),
    ...fakeNamedVolumes(host),
    ...fakeSnapshots(host),
    ...fakeImages(host),
    ...fakeTransfers(host),
    ...fakeBackups(host),
    ...fakeFiles(host),
    ...fakeAdoption(host),
    ...fakeNetworks(host),
    ...fakePresets(host),
    'policy.ask': async ({ question }) => {
      await pause(250);
      return fakeAnswer(host, question);
    },
    'policy.local': async ({ withSources }) => ({ changes: [...fakeLocalChanges(host, withSources)] }),
    'policy.prove': async () => fakeProof(host),
    'policy.certificate': async () => fakeLastCertificate(host),
    'policy.identify': async () => fakePolicyIdentity,
    'evidence.collect': fakeEvidence(host),
    'policy.count': async (params) => fakeCounts(host, params),
    'policy.names': async () => fakeNames,
    'policy.port-types': async () => ({ types: [...fakePortTypes] }),
    'isolation.audit': ({ labels }, { signal }) => fakeAudit(host, { labels, signal }),
    'isolation.reassign-categories': async ({ name }) => {
      const container = findStopped(name);
      await pause(700);
      const changed = separated(container, [...host.containers.values()]);
      host.change(changed);
      return changed;
    },
    'isolation.remount-root': async ({ name }) => findStopped(name),
    'isolation.kill': async ({ name }) => become(findUp(name), 'stopped', 'stopping'),
    async *'activity.watch'({ latest }, { signal }) {
      yield { type: 'snapshot', entries: host.activity.slice(-latest) };
      for await (const entry of host.activityChanges.listen(signal)) yield { type: 'changed', entry };
      return {};
    },
  };
}

function setDontaudit(host: FakeHost, until: number | null): void {
  host.dontaudit.until = until;
  host.dontaudit.changes.send({ until });
}
