// SPDX-License-Identifier: Apache-2.0
/** What a run cannot show. */

import { type Phrase, say } from '../../../../contract/text.ts';

export const limitations: readonly Phrase[] = [
  say('The user namespace is not removed: root in the container would be root on the host, kept by SELinux alone.'),
  say('The limits are not removed: a fork bomb or a full disk without one would take the host along.'),
  say(
    'Containers of one image share the pages of its files in memory: ' +
      'a hole of the kernel by which pages are written that are only read, ' +
      'as those named with the socket families are, would change a program for all of them, ' +
      'and no label is asked for a page that is in memory already. ' +
      'For a tenant who must share nothing give them an image of their own: ' +
      'a copy (cp -a --reflink=auto) has files, and so pages, of its own.',
  ),
  say(
    'No hole of the kernel itself is tried: whether a call can be reached is shown, ' +
      'and not what is wrong behind it. What is open is listed as the surface of the kernel.',
  ),
  say('Time and caches that containers share, as processors do, are isolated by no layer here, and are not tried.'),
  say(
    "The victim has no network but its loopback: that containers on the host's bridge do not reach one " +
      'another is not tried. What is tried is whether the attacker can send there as another.',
  ),
];

/** Says so where the image of the two containers does not serve. */
export const withoutWebServer: Phrase = say(
  "The image of the two containers has no Apache with PHP: the paper's requests were not made. " +
    'bulkheadctl image debian --as drill-web --include apache2,libapache2-mod-php makes one that has.',
);
