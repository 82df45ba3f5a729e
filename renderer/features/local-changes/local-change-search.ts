// SPDX-License-Identifier: Apache-2.0
/** Local changes as the search language sees them. */

import { localChangeWords } from '../../../contract/wording/policy/describe-local-change.ts';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { textOf } from '../../../contract/text.ts';
import type { SearchSubject } from '../../../contract/search/search.ts';
import { kindLabels } from './local-change-labels.ts';

export const localChangeFields = ['kind', 'by', 'type'] as const;

export function localChangeSubject(change: LocalChange): SearchSubject {
  const what = textOf(localChangeWords(change));
  return {
    words: [what, kindLabels[change.kind], change.change?.user ?? ''],
    field(name) {
      if (name === 'kind') return [change.kind, kindLabels[change.kind]];
      if (name === 'by') return change.change?.user;
      return name === 'type' ? typesIn(change) : undefined;
    },
  };
}

function typesIn(change: LocalChange): readonly string[] {
  switch (change.kind) {
    case 'permissive':
    case 'port':
      return [change.type];
    case 'file-context':
      return change.context === null ? [] : [change.context.split(':')[2] ?? ''];
    case 'module':
    case 'equivalence':
    case 'boolean':
    case 'other':
      return [];
  }
}
