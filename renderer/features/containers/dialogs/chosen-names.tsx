// SPDX-License-Identifier: Apache-2.0
/** The containers that an action is for, where they are several, and those that are left out. */

import type { ChosenContainers } from '../../../window/dialogs.ts';
import { ContainerName } from '../container-name.tsx';
import { OmittedContainers } from '../omitted-containers.tsx';

export function ChosenNames({ names, omitted }: ChosenContainers) {
  return (
    <>
      {names.length > 1 && (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 16px' }}>
          {names.map((name) => (
            <ContainerName key={name} name={name} isPlain />
          ))}
        </div>
      )}
      <OmittedContainers omitted={omitted} />
    </>
  );
}
