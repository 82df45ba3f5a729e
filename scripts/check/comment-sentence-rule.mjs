// SPDX-License-Identifier: Apache-2.0
/**
 * The rule of ESLint by which a comment begins with a sentence that stands alone. It reads doc comments, and lines of
 * comment that stand by themselves; a remark behind code on the same line may be short.
 */

import { findFragment } from './comment-sentence.mjs';

/** @type {import('eslint').Rule.RuleModule} */
export const commentSentenceRule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { fragment: 'Write the comment as a sentence that stands alone, with subject and verb. {{ reason }}' },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Program() {
        for (const block of readBlocks(sourceCode)) {
          const reason = findFragment(block.map(({ value }) => value).join('\n'));
          const [first] = block;
          if (reason !== undefined && first !== undefined)
            context.report({ loc: first.loc, messageId: 'fragment', data: { reason } });
        }
      },
    };
  },
};

/**
 * Gives each doc comment, and lines of comment below one another as one.
 * @param {import('eslint').SourceCode} sourceCode
 */
function readBlocks(sourceCode) {
  const blocks = [];
  for (const comment of sourceCode.getAllComments()) {
    if (comment.type === 'Block') {
      if (comment.value.startsWith('*')) blocks.push([comment]);
      continue;
    }
    if (sourceCode.lines[comment.loc.start.line - 1].slice(0, comment.loc.start.column).trim() !== '') continue;
    const last = blocks.at(-1);
    if (last?.[0].type === 'Line' && last.at(-1).loc.end.line === comment.loc.start.line - 1) last.push(comment);
    else blocks.push([comment]);
  }
  return blocks;
}
