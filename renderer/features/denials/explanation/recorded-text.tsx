// SPDX-License-Identifier: Apache-2.0
/** Shows text of an audit record, which a container may control; says where the record has none. */

import { t } from '../../../lib/language/t.ts';
import { SafeText } from '../../../ui/safe-text.tsx';

export function RecordedText({ text }: { readonly text: string | null }) {
  return text === null || text === '' ? <span className="faint">{t('not recorded')}</span> : <SafeText text={text} />;
}
