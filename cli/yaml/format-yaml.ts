// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a value as a document of YAML that is safe on a terminal too: what would act there is written as an escape in
 * a quoted text, which parses to the same value.
 */

import { Document, visit } from 'yaml';

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const everyUnsafe = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Begins with the mark of a document, so that one can follow another. */
export function formatYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && unsafe.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // Long lines stay whole: a fold would be one more thing to understand.
  return `---\n${document.toString({ lineWidth: 0, doubleQuotedAsJSON: true }).replace(everyUnsafe, escape)}`;
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
