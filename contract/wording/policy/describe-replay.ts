// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of recorded accesses that were replayed on a changed policy. */

import type { Flip, RecordedAccess, Recording, Replay, UnknownPart } from '../../model/policy/replay.ts';
import { t } from '../../text.ts';
import { gapTexts } from './describe-record-gaps.ts';

/** Takes since when records were asked for, as its reader writes a time. */
export function describeDenied({ examined, deniedCount }: Replay, since: string): string {
  if (examined === 0) return t('Nothing was recorded since {since} on which it could be tried.', { since });
  return deniedCount === 0
    ? t('It would deny none of the {examined} accesses that were recorded since {since}.', { examined, since })
    : t('It would deny {count} of the {examined} accesses that were recorded since {since}.', {
        count: deniedCount,
        examined,
        since,
      });
}

/** Undefined where there is none. */
export function describeAllowed({ allowedCount, examined }: Replay): string | undefined {
  if (allowedCount === 0) return undefined;
  return t('It would allow {count} of the {examined} that are denied now.', { count: allowedCount, examined });
}

/** Undefined where all is known. */
export function describeUnknown({ unknownCount, examined }: Replay): string | undefined {
  if (unknownCount === 0) return undefined;
  return t('Of {count} of the {examined} it is not known.', { count: unknownCount, examined });
}

/** `web_t content_t:file { read }`. */
export function describeAccess(
  { source, target, class: className }: Pick<RecordedAccess, 'source' | 'target' | 'class'>,
  permissions: readonly string[],
): string {
  return `${source.type} ${target.type}:${className} { ${permissions.join(' ')} }`;
}

/** Says how often an access was recorded; what was only denied then is allowed by now, or not. */
export function describeUse({ used, blocked }: Pick<RecordedAccess, 'used' | 'blocked'>): string {
  return used > 0
    ? t('took place ({count} ×)', { count: used })
    : t('was denied when it was recorded ({count} ×)', { count: blocked });
}

/** Says what decides in each policy. */
export function describeGrounds({ grantedBy, deniedBy }: Pick<Flip, 'grantedBy' | 'deniedBy'>): string {
  return t('Granted by: {granted} Denied by: {denied}', { granted: grantedBy.join(' '), denied: deniedBy.join(' ') });
}

export function describeUnknownPart({ policy, what, name }: UnknownPart): string {
  const values = { policy: policy === 'present' ? t('the present policy') : t('the changed policy'), name };
  switch (what) {
    case 'type':
      return t('{policy} has no type {name}', values);
    case 'class':
      return t('{policy} has no class {name}', values);
    case 'permission':
      return t('{policy} has no permission {name}', values);
    case 'constraint':
      return t('{policy} has a constraint that cannot be evaluated for it: {name}', values);
  }
}

/** Says in sentences what the replay cannot show. `oldest` is written as its reader writes a time. */
export function describeRecording({ gaps, leftOut }: Recording, oldest: string | undefined): readonly string[] {
  return [
    t(
      'Only what SELinux logged is known: what took place while a domain was permissive, and what was denied. What an ' +
        'enforcing domain is allowed leaves no record, nor does what a dontaudit rule denies.',
    ),
    ...(oldest === undefined ? [] : [t('The oldest record that is kept is of {oldest}.', { oldest })]),
    ...gaps.map((gap) => gapTexts[gap]),
    ...(leftOut === 0 ? [] : [t('{count} more accesses were left out for their number.', { count: leftOut })]),
  ];
}
