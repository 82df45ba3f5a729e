// SPDX-License-Identifier: Apache-2.0
/** A container's name with its mark, as a link to its page or as plain text. */

import { formatRoute, type ContainerTab } from '../../lib/route.ts';
import { HueMark } from '../../ui/hue-mark.tsx';

interface ContainerNameProps {
  readonly name: string;
  readonly tab?: ContainerTab;
  /** Plain text, for a place that is itself pressed. */
  readonly isPlain?: boolean;
  /** -1 where the arrow keys lead to it and Tab does not. */
  readonly tabIndex?: 0 | -1;
}

export function ContainerName({ name, tab = 'overview', isPlain = false, tabIndex = 0 }: ContainerNameProps) {
  const content = (
    <>
      <HueMark name={name} />
      <span className="truncate" title={name}>
        {name}
      </span>
    </>
  );
  if (isPlain) return <span className="container-name">{content}</span>;
  return (
    <a className="container-name" href={formatRoute({ page: 'container', name, tab })} tabIndex={tabIndex}>
      {content}
    </a>
  );
}
