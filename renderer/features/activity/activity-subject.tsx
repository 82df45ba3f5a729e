// SPDX-License-Identifier: Apache-2.0
/** What an entry of the activity log is about: a container mostly, or an image. */

import { formatRoute } from '../../lib/route.ts';
import { isInstanceOn } from '../members/member-views.ts';
import type { KnownActivity } from './activity.ts';
import { ContainerName } from '../containers/container-name.tsx';

interface ActivitySubjectProps {
  readonly entry: Pick<KnownActivity, 'operation' | 'there'>;
  readonly name: string;
}

/**
 * The operations whose subject is an image of this host; `image.make` is about the container, and `drill.members` about
 * an image that Incus has.
 */
const ofImage = ['image.import', 'image.describe', 'image.remove'];

export function ActivitySubject({ entry: { operation, there }, name }: ActivitySubjectProps) {
  // What another member has beside the containers of the cluster has no page here.
  const isElsewhere = there !== undefined && !isInstanceOn(there.hostId, name);
  if (operation === 'drill.members' || isElsewhere) return <span className="mono">{name}</span>;
  if (!ofImage.includes(operation)) return <ContainerName name={name} />;
  return (
    <a className="mono" href={formatRoute({ page: 'images', filter: name })}>
      {name}
    </a>
  );
}
