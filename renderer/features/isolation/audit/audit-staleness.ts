// SPDX-License-Identifier: Apache-2.0
/** Says whether an audit is still valid: which containers came, went or changed since it began. */

import type { AuditSubject } from '../../../../contract/model/isolation/audit-subject.ts';
import { t } from '../../../lib/language/t.ts';

export interface Staleness {
  /** Containers that the audit did not see. */
  readonly made: number;
  /** Containers that it saw and that are gone. */
  readonly gone: number;
  /** Containers that were started, stopped, or got another confinement or configuration. */
  readonly changed: number;
}

/** What changed between the two; undefined when nothing did, so that the audit holds. */
export function stalenessOf(audited: AuditSubject, present: AuditSubject): Staleness | undefined {
  const made = [...present.keys()].filter((name) => !audited.has(name)).length;
  const gone = [...audited.keys()].filter((name) => !present.has(name)).length;
  const changed = [...present].filter(
    ([name, signature]) => audited.has(name) && audited.get(name) !== signature,
  ).length;
  return made + gone + changed === 0 ? undefined : { made, gone, changed };
}

/** "7 containers were created, 1 container was changed since then". */
export function stalenessLabel({ made, gone, changed }: Staleness): string {
  const changes = [
    t('{made, plural, =0 {} one {# container was created} other {# containers were created}}', { made }),
    t('{gone, plural, =0 {} one {# container was removed} other {# containers were removed}}', { gone }),
    t(
      '{changed, plural, =0 {} one {# container was started, stopped or changed} other {# containers were ' +
        'started, stopped or changed}}',
      { changed },
    ),
  ].filter((change) => change !== '');
  return t('{changes} since then', { changes: changes.join(', ') });
}
