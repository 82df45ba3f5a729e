// SPDX-License-Identifier: Apache-2.0
/**
 * What of each operation is for somebody whose role holds for a tag: one row for each, so that an operation without one
 * does not compile. Nothing is given to them that this table does not give.
 */

import type { ActionName } from '../../contract/actions.ts';
import { makeOnce } from '../../contract/make-once.ts';
import type { GivenActivity } from '../../contract/model/activity.ts';
import {
  type ChannelName,
  type GivenItem,
  type GivenResult,
  type OperationName,
  operationNames,
  operations,
  type Params,
  type RequestName,
  type StreamName,
} from '../../contract/operations/index.ts';
import { trimDenials, trimTimeline } from './trim-denials.ts';

/** Says whether the containers that somebody may see include this one. */
export type Sees = (container: string | null) => boolean;

type Given<Name extends OperationName> = Name extends RequestName
  ? GivenResult<Name>
  : Name extends StreamName | ChannelName
    ? GivenItem<Name>
    : never;

/** The container that params name. */
type Named<Name extends OperationName, Container = string> = (params: Params<Name>) => Container;

/**
 * `whole`: only a role for all containers holds for it; `isOfOne` where its subject is a container all the same. `one`:
 * it is about the named container alone. `one-or-host`: where none is named, it is about the host and no container.
 * `nothing`: it says nothing of any container. `trimmed`: each answer or item is cut to what may be seen, and left out
 * where the cut gives nothing; a call has a cutter of its own.
 */
type View<Name extends OperationName> =
  | { readonly kind: 'whole'; readonly isOfOne?: true }
  | { readonly kind: 'one'; readonly of: Named<Name> }
  | { readonly kind: 'one-or-host'; readonly of: Named<Name, string | undefined> }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'trimmed'; readonly open: () => (given: Given<Name>, sees: Sees) => Given<Name> | undefined };

type Views = { readonly [Name in OperationName]: View<Name> };

const whole = { kind: 'whole' } as const;
const nothing = { kind: 'nothing' } as const;
const one = { kind: 'one', of: ({ name }: { readonly name: string }): string => name } as const;
const wholeOfOne = { kind: 'whole', isOfOne: true } as const;

/** Cuts each answer or item for itself. */
function cut<T>(trim: (given: T, sees: Sees) => T | undefined): {
  readonly kind: 'trimmed';
  readonly open: () => (given: T, sees: Sees) => T | undefined;
} {
  return { kind: 'trimmed', open: () => trim };
}

const onlySeen = <T extends { readonly name: string }>(containers: readonly T[], sees: Sees): T[] =>
  containers.filter(({ name }) => sees(name));

/** Rules and targets may name containers and addresses that are not theirs. */
const trimAlerts = (given: Given<'alert.list'>, sees: Sees): Given<'alert.list'> => ({
  rules: [],
  alerts: given.alerts.filter(({ container }) => container !== null && sees(container)),
  targets: [],
});

/** Gives only the end of a container that went out of sight, and nothing of one that was never seen. */
function openContainers(): (given: Given<'container.watch'>, sees: Sees) => Given<'container.watch'> | undefined {
  const known = new Set<string>();
  return (given, sees) => {
    if (given.type === 'snapshot') {
      const containers = onlySeen(given.containers, sees);
      for (const { name } of containers) known.add(name);
      return { type: 'snapshot', containers };
    }
    const name = given.type === 'changed' ? given.container.name : given.name;
    if (given.type === 'changed' && sees(name)) {
      known.add(name);
      return given;
    }
    return known.delete(name) ? { type: 'removed', name } : undefined;
  };
}

function trimActivity(given: Given<'activity.watch'>, sees: Sees): Given<'activity.watch'> | undefined {
  const isSeen = ({ operation, subject }: GivenActivity): boolean =>
    subject !== null && isAboutContainer(operation) && sees(subject);
  if (given.type === 'snapshot') return { type: 'snapshot', entries: given.entries.filter(isSeen) };
  return isSeen(given.entry) ? given : undefined;
}

export const views: Views = {
  'host.info': nothing,
  'cgroup.list': whole,
  'doctor.check': whole,
  'doctor.fix': whole,
  'image.list': nothing,
  'image.updates': nothing,
  'image.import': whole,
  'image.make': whole,
  'image.describe': whole,
  'image.remove': whole,
  'container.watch': { kind: 'trimmed', open: openContainers },
  'container.list': cut(({ containers }, sees) => ({ containers: onlySeen(containers, sees) })),
  'container.health': one,
  'container.processes': one,
  'container.start': one,
  'container.stop': one,
  'container.restart': one,
  'container.freeze': one,
  'container.unfreeze': one,
  'container.configure': one,
  // Tags say whose role holds for it.
  'container.tag': wholeOfOne,
  'container.remove': one,
  'container.create': wholeOfOne,
  'container.preview-creation': whole,
  'container.confine': wholeOfOne,
  // Lines of LXC's own configuration are among them.
  'container.change-settings': wholeOfOne,
  'container.rename': wholeOfOne,
  'cluster.members': whole,
  'cluster.create': wholeOfOne,
  'cluster.move': wholeOfOne,
  'cluster.evacuate': whole,
  'cluster.restore': whole,
  'preset.list': whole,
  'preset.save': whole,
  'preset.remove': whole,
  'snapshot.list': one,
  'snapshot.take': one,
  'snapshot.restore': one,
  'snapshot.remove': one,
  'snapshot.schedule': one,
  'snapshot.unschedule': one,
  'container.export': one,
  'container.import': wholeOfOne,
  'backup.repositories': whole,
  'backup.add': whole,
  'backup.remove': whole,
  'backup.key': whole,
  'backup.check': whole,
  'backup.jobs': whole,
  'backup.save-job': whole,
  'backup.remove-job': whole,
  'backup.run-job': whole,
  'backup.run': one,
  'backup.restore': wholeOfOne,
  'backup.list': cut(({ backups, unusable }, sees) => ({
    backups: backups.filter(({ container }) => sees(container)),
    unusable,
  })),
  'file.list': one,
  'file.status': one,
  'file.read': one,
  'file.pack': one,
  'file.write': one,
  'file.make-folder': one,
  'file.rename': one,
  'file.remove': one,
  'file.change': one,
  'container.preview-adoption': whole,
  'container.adopt': wholeOfOne,
  'container.restore-original': wholeOfOne,
  'container.remove-original': wholeOfOne,
  'port.check': whole,
  'port.publish': wholeOfOne,
  'port.unpublish': wholeOfOne,
  'network.list': whole,
  'network.create': whole,
  'network.remove': whole,
  'network.change': wholeOfOne,
  'network.link': wholeOfOne,
  'network.unlink': wholeOfOne,
  'plan.check': whole,
  'sample.watch': cut(({ samples }, sees) => ({
    samples: samples.map((sample) => ({ ...sample, containers: onlySeen(sample.containers, sees) })),
  })),
  'sample.history': { kind: 'one-or-host', of: ({ container }) => container },
  'sample.rank': cut((given, sees) => ({ ...given, containers: onlySeen(given.containers, sees) })),
  'alert.list': cut(trimAlerts),
  'alert.watch': cut(trimAlerts),
  'alert.set-rule': whole,
  'alert.remove-rule': whole,
  'alert.try-rule': whole,
  'alert.mute-rule': whole,
  'alert.end': whole,
  'alert.set-target': whole,
  'alert.remove-target': whole,
  'alert.try-target': whole,
  'alert.mute-target': whole,
  'metrics.read': whole,
  'console.open': one,
  'console.open-boot': one,
  'console.attach': one,
  'log.read': one,
  'denial.query': cut(trimDenials),
  // It looks at files of others.
  'denial.explain': whole,
  'denial.timeline': cut(trimTimeline),
  'denial.show-dontaudit': whole,
  'denial.hide-dontaudit': whole,
  'denial.watch-dontaudit': nothing,
  'denial.watch': cut(trimDenials),
  'remedy.apply': whole,
  'change.list': whole,
  'drill.run': whole,
  'drill.container': wholeOfOne,
  'drill.members': whole,
  'drill.list': whole,
  'drill.schedule': whole,
  'drill.unschedule': whole,
  'drill.report': whole,
  'benchmark.run': whole,
  'benchmark.latest': whole,
  'label.verify': whole,
  'label.restore': wholeOfOne,
  'activity.watch': cut(trimActivity),
  'activity.undo': whole,
  'policy.list': whole,
  'policy.local': whole,
  'policy.show': whole,
  'policy.preview': whole,
  'policy.install': wholeOfOne,
  'policy.revert': wholeOfOne,
  'policy.recorded': whole,
  'policy.replay': whole,
  'policy.learned': whole,
  'policy.adopt': wholeOfOne,
  'isolation.audit': whole,
  'isolation.reassign-categories': wholeOfOne,
  'isolation.remount-root': wholeOfOne,
  'isolation.kill': wholeOfOne,
  'volume.attach': wholeOfOne,
  'volume.check': whole,
  'volume.folders': whole,
  'volume.detach': wholeOfOne,
  'named-volume.list': whole,
  'named-volume.create': whole,
  'named-volume.resize': whole,
  'named-volume.remove': whole,
  'policy.ask': whole,
  'policy.names': whole,
  'policy.port-types': nothing,
  'policy.count': whole,
  'policy.prove': whole,
  'policy.certificate': whole,
  'policy.identify': nothing,
  'switch.status': whole,
  'switch.plan': whole,
  'switch.prepare': whole,
  'switch.watch': whole,
  'switch.enforce': whole,
  'switch.confirm': whole,
  'switch.back': whole,
  'access.query': whole,
  'access.preview': whole,
  'access.set-roles': whole,
  'evidence.collect': whole,
};

/**
 * Says whether the subject of its entries in the activity log is a container, and not an image or a preset of that
 * name.
 */
export function isAboutContainer(operation: string): boolean {
  if (!Object.hasOwn(views, operation)) return false;
  const view = views[operation as OperationName];
  return view.kind === 'one' || (view.kind === 'whole' && view.isOfOne === true);
}

/** The actions that a role for a tag is of any use for: those of an operation that is not about the whole host. */
export const actionsByTag = makeOnce(
  (): ReadonlySet<ActionName> =>
    new Set(operationNames.filter((name) => views[name].kind !== 'whole').map((name) => operations[name].action)),
);
