// SPDX-License-Identifier: Apache-2.0
/**
 * Proposes to share a volume where one container was denied what another has: no rule can allow that without ending the
 * isolation of the two.
 */

import type { Opening, GivenRemedy, GivenRisk } from '../contract/model/denials/explanation.ts';
import { say, type Words } from '../contract/text.ts';
import type { Access } from './decide.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { fileClasses, grantedTo } from './openings.ts';
import { remedyOf } from './remedy.ts';

/** A volume that the denied access may have been about, and what is needed to share it. */
export interface ShareableVolume {
  /** Identifies it among those of a group. */
  readonly id: string;
  readonly source: string;
  /** Gives the path at which the denied container would see the volume. */
  readonly target: string;
  readonly owners: readonly string[];
  /** The type that its files would have then. */
  readonly type: string;
  readonly readOnly: boolean;
  readonly change: readonly string[];
  readonly cannotApply: Words | null;
}

/** The permissions that a read-only mount leaves. */
const reading: ReadonlySet<string> = new Set([
  'getattr',
  'ioctl',
  'lock',
  'map',
  'open',
  'read',
  'search',
  'watch',
  'watch_reads',
  'execute',
  'execute_no_trans',
  'entrypoint',
]);

/** Gives one remedy for each volume; without any volume, what a person can do. */
export function shareRemedies(
  policy: LoadedPolicy,
  access: Access,
  {
    otherContainer,
    shareable,
  }: { readonly otherContainer: string | null; readonly shareable: readonly ShareableVolume[] },
): readonly GivenRemedy[] {
  return shareable.length === 0
    ? [byHand(otherContainer)]
    : shareable.map((volume) => shareVolume(policy, access, volume));
}

function shareVolume(policy: LoadedPolicy, access: Access, volume: ShareableVolume): GivenRemedy {
  const { source, target, owners, readOnly } = volume;
  const opens = openedBy(policy, access, volume);
  return remedyOf({
    id: `share-volume:${volume.id}`,
    kind: 'share-volume',
    reach: 'containers',
    summary: readOnly
      ? say(
          'Share the volume {source} of {owners} with this container, at {target} and to be read only; ' +
            'no other container can access it.',
          { source, owners: owners.join(', '), target },
        )
      : say(
          'Share the volume {source} of {owners} with this container, at {target}; no other container can access it.',
          {
            source,
            owners: owners.join(', '),
            target,
          },
        ),
    change: volume.change,
    opens,
    risk: riskOf(volume),
    touches: owners,
    cannotApply: volume.cannotApply,
  });
}

function openedBy(policy: LoadedPolicy, { source }: Access, { type, readOnly }: ShareableVolume): readonly Opening[] {
  return fileClasses.flatMap((className) => {
    const permissions = [...(grantedTo(policy, type, className).get(source.type) ?? [])].filter(
      (permission) => !readOnly || reading.has(permission),
    );
    return permissions.length === 0 ? [] : [{ source: source.type, target: type, class: className, permissions }];
  });
}

function riskOf({ source, owners, readOnly }: ShareableVolume): GivenRisk {
  const whose = owners.join(', ');
  return readOnly
    ? {
        level: 'medium',
        reason: say('It could read all that {whose} keeps in {source}, not only what it asked for.', { whose, source }),
      }
    : {
        level: 'medium',
        reason: say('It could change and delete all that {whose} keeps in {source}.', { whose, source }),
      };
}

function byHand(otherContainer: string | null): GivenRemedy {
  return remedyOf({
    id: 'share-volume',
    kind: 'share-volume',
    reach: 'containers',
    summary:
      otherContainer === null
        ? say(
            'If the two should share files, put these on a volume that both are given; ' +
              'no rule can open this access without opening the isolation.',
          )
        : say(
            'If the two should share files with {otherContainer}, put these on a volume that both are given; ' +
              'no rule can open this access without opening the isolation.',
            { otherContainer },
          ),
    change: [],
    risk: { level: 'medium', reason: say('Only what lies on the volume is shared.') },
    touches: otherContainer === null ? [] : [otherContainer],
    cannotApply: say(
      '{otherContainer} keeps them in its root, where they stay; give it a volume (bulkheadctl ' +
        'volume attach), move there what is to be shared, and share that',
      { otherContainer: otherContainer ?? say('the other') },
    ),
  });
}
