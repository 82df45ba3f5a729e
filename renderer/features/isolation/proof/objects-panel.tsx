// SPDX-License-Identifier: Apache-2.0
/** What was looked at of running containers when the policy was proven, and each object that lacks their categories. */

import {
  describeFoundObject,
  describeLeft,
  describeLooked,
  describeObjects,
  describePassed,
} from '../../../../contract/wording/policy/describe-objects.ts';
import type { ContainerObjects } from '../../../../contract/model/policy/container-objects.ts';
import { textOf } from '../../../../contract/text.ts';
import { t } from '../../../lib/language/t.ts';
import { Panel } from '../../../ui/panel.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';

export function ObjectsPanel({ objects }: { readonly objects: ContainerObjects }) {
  const { containers, passed, found, foundCount } = objects;
  return (
    <Panel title={t('Objects of running containers')}>
      <p role={foundCount > 0 ? 'alert' : undefined}>{describeObjects(objects)}</p>
      {found.length > 0 && (
        <ul aria-label={t('Objects without the categories of their container')}>
          {found.map((one, place) => (
            <li key={place}>
              <span className="mono">
                <SafeText text={describeFoundObject(one)} />
              </span>{' '}
              {textOf(one.remedy)}
            </li>
          ))}
          {foundCount > found.length && (
            <li className="muted">{t('and {count} more', { count: foundCount - found.length })}</li>
          )}
        </ul>
      )}
      <details>
        <summary>{t('What was looked at')}</summary>
        <ul aria-label={t('What was looked at')}>
          {containers.map((one) => (
            <li key={one.name}>
              {describeLooked(one)} <SafeText text={describeLeft(one) ?? ''} />
            </li>
          ))}
          {passed.map((one) => (
            <li key={one.name}>{describePassed(one)}</li>
          ))}
        </ul>
      </details>
    </Panel>
  );
}
