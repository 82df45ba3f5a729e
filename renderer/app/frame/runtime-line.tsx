// SPDX-License-Identifier: Apache-2.0
/** Says so where the window runs in an Electron that is for development only. */

import { useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';

export function RuntimeLine() {
  const about = useWindow((state) => state.about);
  if (about === undefined || about.isReleasedElectron) return null;
  return (
    <p className="runtime-line" role="note" title={t('It gets no security updates. Install the released package.')}>
      {t('For development only: Electron {version}', { version: about.electron })}
    </p>
  );
}
