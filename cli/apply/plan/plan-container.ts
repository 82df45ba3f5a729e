// SPDX-License-Identifier: Apache-2.0
/** The steps that bring one container from what it is to what it is to be. Links are planned for all together. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { isHostPort } from '../../../contract/model/containers/publication.ts';
import { differenceOfSettings } from '../../../contract/model/containers/settings-change.ts';
import { type SettingKey, settingApplies, settingKeys } from '../../../contract/model/containers/settings.ts';
import { leaveOutUnchosen } from '../../../contract/rules/leave-out-unchosen.ts';
import { limitOptions } from '../../arguments/limit-options.ts';
import { publicationWord, volumeWord } from '../file/file-words.ts';
import { type CompleteContainer, usualContainer } from './complete-container.ts';
import { allDifferences, differencesOf } from './differences.ts';
import type { Step } from './step.ts';

export function creationSteps(name: string, wanted: CompleteContainer): readonly Step[] {
  const { image, network, limits, publish, volumes, settings, tags, confinement, listen, allow } = wanted;
  const step = stepsOf(name);
  const differences = allDifferences(usualContainer(image), { ...wanted, state: 'stopped', snapshots: null });
  return [
    step('create', `create ${name} of the image ${image}`, {
      call: {
        operation: 'container.create',
        params: leaveOutUnchosen({
          name,
          image,
          network,
          limits,
          settings,
          confinement,
          tags: [...tags],
          published: [...publish],
          volumes: [...volumes],
          ports: [...listen],
          allow: [...allow.choices],
          connectTypes: [...allow.connectTypes],
        }),
      },
      differences,
    }),
    ...scheduleSteps(name, { ...wanted, snapshots: null }, wanted),
    ...stateSteps(name, 'stopped', wanted.state),
  ];
}

/** Removes the container with all its files. */
export function removalStep(name: string, { state }: Pick<CompleteContainer, 'state'>): Step {
  return stepsOf(name)('remove', `remove ${name}`, {
    call: { operation: 'container.remove', params: { name, force: state !== 'stopped' } },
    differences: [],
    loss: `${name} is removed with all its files and snapshots`,
  });
}

export interface ChangeOptions {
  /** Stop and start it where a change would hold only from its next start. */
  readonly isRestarted: boolean;
}

export function changeSteps(
  name: string,
  { was, is }: { readonly was: CompleteContainer; readonly is: CompleteContainer },
  { isRestarted }: ChangeOptions,
): readonly Step[] {
  const volumes = volumeSteps(name, was, is);
  const network = networkSteps(name, was, is);
  const domain = domainSteps(name, was, is);
  const settings = settingsSteps(name, was, is);
  const isForNextStart = domain.length > 0 || isSettingForNextStart(was, is);
  const isStopped = was.state === 'stopped' || is.state === 'stopped';
  const isInterrupted = !isStopped && (volumes.length + network.length > 0 || (isRestarted && isForNextStart));
  return [
    ...(isInterrupted
      ? [...stateSteps(name, was.state, 'stopped'), ...stateSteps(name, 'stopped', is.state)]
      : stateSteps(name, was.state, is.state)),
    ...volumes,
    ...network,
    ...domain,
    ...limitSteps(name, was, is),
    ...settings,
    ...tagSteps(name, was, is),
    ...publishSteps(name, was, is),
    ...scheduleSteps(name, was, is),
  ];
}

const stateChanges = {
  start: { was: 'stopped', is: 'running' },
  stop: { was: 'running', is: 'stopped' },
  freeze: { was: 'running', is: 'frozen' },
  unfreeze: { was: 'frozen', is: 'running' },
} as const;

function stateSteps(name: string, was: CompleteContainer['state'], is: CompleteContainer['state']): readonly Step[] {
  if (was === is) return [];
  const change = (verb: keyof typeof stateChanges, phase: 'start' | 'stop' | 'freeze', loss?: string): Step =>
    stepsOf(name)(phase, `${verb} ${name}`, {
      call: { operation: `container.${verb}`, params: { name } },
      differences: [{ sign: '~', field: 'state', ...stateChanges[verb] }],
      ...(loss !== undefined && { loss }),
    });
  const stop = change('stop', 'stop', `${name} is stopped, and what runs in it ends`);
  if (is === 'stopped') return was === 'frozen' ? [change('unfreeze', 'stop'), stop] : [stop];
  if (was === 'frozen') return [change('unfreeze', 'start')];
  const starts = was === 'stopped' ? [change('start', 'start')] : [];
  return is === 'frozen' ? [...starts, change('freeze', 'freeze')] : starts;
}

/** A volume that is to be reached otherwise is detached and attached. */
function volumeSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const step = stepsOf(name);
  const has = (all: CompleteContainer, word: string): boolean => all.volumes.some((one) => volumeWord(one) === word);
  return [
    ...was.volumes
      .filter((volume) => !has(is, volumeWord(volume)))
      .map((volume) =>
        step('detach', `detach ${volume.target} from ${name}`, {
          call: { operation: 'volume.detach', params: { name, target: volume.target } },
          differences: [{ sign: '-', field: 'volumes', was: volumeWord(volume) }],
        }),
      ),
    ...is.volumes
      .filter((volume) => !has(was, volumeWord(volume)))
      .map((volume) =>
        step('attach', `attach ${volume.source} to ${name}`, {
          call: { operation: 'volume.attach', params: { name, ...volume } },
          differences: [{ sign: '+', field: 'volumes', is: volumeWord(volume) }],
        }),
      ),
  ];
}

function networkSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('network', was, is);
  if (differences.length === 0) return [];
  const call = { operation: 'network.change', params: { name, network: is.network } } as const;
  return [stepsOf(name)('change', `put ${name} on the network ${describeNetwork(is.network)}`, { call, differences })];
}

function domainSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('domain', was, is);
  if (differences.length === 0) return [];
  const { confinement, listen, allow } = is;
  return [
    stepsOf(name)('change', `confine ${name}`, {
      call: {
        operation: 'container.confine',
        params: {
          name,
          confinement,
          ports: [...listen],
          allow: [...allow.choices],
          connectTypes: [...allow.connectTypes],
        },
      },
      differences,
    }),
  ];
}

function limitSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('limits', was, is);
  if (differences.length === 0) return [];
  const changed = limitOptions.filter(({ key }) => was.limits[key] !== is.limits[key]);
  return [
    stepsOf(name)('change', `set limits of ${name}`, {
      call: {
        operation: 'container.configure',
        params: { name, limits: Object.fromEntries(changed.map(({ key }) => [key, is.limits[key]])) },
      },
      differences,
    }),
  ];
}

function settingsSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('settings', was, is);
  if (differences.length === 0) return [];
  const settings = differenceOfSettings(was.settings, is.settings);
  return [
    stepsOf(name)('change', `change settings of ${name}`, {
      call: { operation: 'container.change-settings', params: { name, settings } },
      differences,
    }),
  ];
}

function isSettingForNextStart(was: CompleteContainer, is: CompleteContainer): boolean {
  const change = differenceOfSettings(was.settings, is.settings);
  return settingKeys.some((key: SettingKey) => change[key] !== undefined && settingApplies[key] === 'next-start');
}

function tagSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('tags', was, is);
  if (differences.length === 0) return [];
  const add = is.tags.filter((tag) => !was.tags.includes(tag));
  const remove = was.tags.filter((tag) => !is.tags.includes(tag));
  return [
    stepsOf(name)('change', `tag ${name}`, {
      call: { operation: 'container.tag', params: { name, add, remove } },
      differences,
    }),
  ];
}

/** Publishes and unpublishes ports. A port that is to lead elsewhere is unpublished first. */
function publishSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const step = stepsOf(name);
  const has = (all: CompleteContainer, one: CompleteContainer['publish'][number]): boolean =>
    all.publish.some((other) => isHostPort(one, other) && one.port === other.port);
  return [
    ...was.publish
      .filter((one) => !has(is, one))
      .map((one) =>
        step('unpublish', `unpublish ${publicationWord(one)} of ${name}`, {
          call: {
            operation: 'port.unpublish',
            params: { name, protocol: one.protocol, address: one.address, hostPort: one.hostPort },
          },
          differences: [{ sign: '-', field: 'publish', was: publicationWord(one) }],
        }),
      ),
    ...is.publish
      .filter((one) => !has(was, one))
      .map((one) =>
        step('publish', `publish ${publicationWord(one)} of ${name}`, {
          call: { operation: 'port.publish', params: { name, ...one } },
          differences: [{ sign: '+', field: 'publish', is: publicationWord(one) }],
        }),
      ),
  ];
}

function scheduleSteps(name: string, was: CompleteContainer, is: CompleteContainer): readonly Step[] {
  const differences = differencesOf('snapshots', was, is);
  if (differences.length === 0) return [];
  const step = stepsOf(name);
  const { snapshots: plan } = is;
  return [
    plan === null
      ? step('schedule', `take no more snapshots of ${name} by a schedule`, {
          call: { operation: 'snapshot.unschedule', params: { name } },
          differences,
        })
      : step('schedule', `schedule snapshots of ${name}`, {
          call: { operation: 'snapshot.schedule', params: { name, plan } },
          differences,
        }),
  ];
}

type StepOf = (phase: Step['phase'], what: string, rest: Omit<Step, 'phase' | 'what' | 'subject'>) => Step;

function stepsOf(name: string): StepOf {
  return (phase, what, rest) => ({
    phase,
    what,
    subject: `container ${name}`,
    ...rest,
  });
}
