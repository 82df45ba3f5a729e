// SPDX-License-Identifier: Apache-2.0
/** The ways to an image that begin on the command line. */

import { CommandLines } from '../../ui/command-lines.tsx';
import { Panel } from '../../ui/panel.tsx';
import { t } from '../../lib/language/t.ts';

export function ImageSources() {
  return (
    <Panel title={t('More ways to get an image')}>
      <p className="muted image-words">
        {t(
          'On the command line, bulkheadctl makes an image of Debian with mmdebstrap, and takes what another ' +
            'program writes to a pipe. A container becomes an image on its tab Snapshots.',
        )}
      </p>
      <CommandLines lines={['bulkheadctl image debian --as debian-13 --suite trixie']} />
    </Panel>
  );
}
