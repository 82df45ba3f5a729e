// SPDX-License-Identifier: Apache-2.0
import type { Rule } from 'eslint';

export const commentSentenceRule: Rule.RuleModule;
