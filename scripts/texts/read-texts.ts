// SPDX-License-Identifier: Apache-2.0
/** Reads the texts of a source file of the window: those that go through the catalogue, and those that do not. */

import ts from 'typescript';
import { notTexts } from './not-texts.ts';

export interface Texts {
  /** Messages of `t`, `say` and `RichText`. */
  readonly messages: readonly string[];
  /** `line: text` of what a person would read and no catalogue knows. */
  readonly loose: readonly string[];
  /** Lines where a message is no literal. */
  readonly computed: readonly number[];
  /** Holds, for each message with values that are written beside it, their names, which the message may use. */
  readonly given: readonly Given[];
}

export interface Given {
  readonly line: number;
  readonly message: string;
  readonly names: readonly string[];
}

/** Their first argument is a message, and the second its values. */
const wordingCalls = new Set(['t', 'say']);

/** Attributes of elements that nobody reads. */
const silentAttributes = new Set([
  ...['className', 'style', 'sx', 'id', 'key', 'type', 'role', 'href', 'rel', 'name', 'to', 'htmlFor', 'lang', 'as'],
  ...['variant', 'color', 'colour', 'size', 'edge', 'component', 'direction', 'placement', 'orientation', 'scope'],
  ...['d', 'fill', 'transform', 'viewBox', 'preserveAspectRatio', 'dataKey', 'textAnchor', 'maxWidth', 'margin'],
  ...['autoComplete', 'inputMode', 'pattern', 'target', 'severity', 'tone', 'kind', 'state', 'message'],
]);

/** Elements whose content is the same in every language. */
const technicalElements = new Set(['code', 'kbd', 'samp', 'pre', 'style']);

/** Calls whose texts nobody reads, or which have words of their own. */
const silentCalls = new Set([
  'untranslated',
  ...[...wordingCalls, 'partsOf', 'RegExp', 'DateTimeFormat', 'NumberFormat', 'Collator', 'toLocaleString'],
  ...['querySelector', 'querySelectorAll', 'closest', 'matches', 'matchMedia', 'getElementById', 'createElement'],
  ...['addEventListener', 'removeEventListener', 'getPropertyValue', 'setProperty', 'setAttribute', 'getAttribute'],
  ...['startsWith', 'endsWith', 'includes', 'split', 'join', 'replace', 'replaceAll', 'test', 'match'],
  ...['log', 'error', 'warn', 'Error', 'TypeError', 'request', 'stream', 'channel', 'remember', 'remembered'],
]);

export function readTexts(path: string, text: string): Texts {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const messages: string[] = [];
  const loose: string[] = [];
  const computed: number[] = [];
  const given: Given[] = [];
  const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

  function take(argument: ts.Expression | undefined, values: ts.Expression | undefined, at: ts.Node): void {
    const message = argument === undefined ? undefined : literalOf(argument);
    if (message === undefined) {
      computed.push(lineOf(at));
      return;
    }
    messages.push(message);
    const names = values === undefined ? undefined : namesOf(values);
    if (names !== undefined) given.push({ line: lineOf(at), message, names });
  }

  function note(node: ts.Node, words: string): void {
    if (isRead(words) && !notTexts.has(words.trim()))
      loose.push(`${lineOf(node)}: ${words.trim().replace(/\s+/g, ' ')}`);
  }

  function visit(node: ts.Node): void {
    if (isSilent(node)) return;
    if (ts.isCallExpression(node) && wordingCalls.has(nameOfCall(node))) {
      take(node.arguments[0], node.arguments[1], node);
      node.arguments.slice(1).forEach(visit);
      return;
    }
    if (ts.isJsxAttribute(node) && node.name.getText() === 'message' && isRichText(node)) {
      take(expressionOf(node), valuesOf(node), node);
      return;
    }
    if (ts.isJsxText(node)) {
      if (!isWithinTechnical(node) && /\p{L}{2}/u.test(node.text)) {
        loose.push(`${lineOf(node)}: ${node.text.trim().replace(/\s+/g, ' ')}`);
      }
      return;
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) note(node, node.text);
    if (ts.isTemplateExpression(node)) {
      note(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
      node.templateSpans.forEach(({ expression }) => visit(expression));
      return;
    }
    ts.forEachChild(node, visit);
  }

  source.statements.forEach(visit);
  return { messages, loose, computed, given };
}

/** Two words, or one with a capital; no value of a style. */
function isRead(words: string): boolean {
  if (/var\(--|color-mix|\b\d+px\b|minmax\(/.test(words)) return false;
  return (
    /\p{L}{2,} [\p{L}…]{2,}|… \p{Ll}{3,}|\p{Ll}{3,} …/u.test(words) || /^\p{Lu}\p{Ll}+(?: |$|[.:…!?])/u.test(words)
  );
}

function isSilent(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isJsxAttribute(node) && isSilentAttribute(node.name.getText())) {
    return !(node.name.getText() === 'message' && isRichText(node));
  }
  const { parent } = node;
  if (ts.isCaseClause(parent) && parent.expression === node) return true;
  const isText = isLiteral(node) || ts.isTemplateExpression(node);
  if (isText && (ts.isCallExpression(parent) || ts.isNewExpression(parent))) return silentCalls.has(nameOfCall(parent));
  if (isText && ts.isBinaryExpression(parent)) return /^[!=]==$/.test(parent.operatorToken.getText());
  return ts.isPropertyAssignment(parent) && parent.name === node;
}

function isSilentAttribute(name: string): boolean {
  return silentAttributes.has(name) || /^(?:data-|stroke|aria-(?!label$|description$|placeholder$|.*text$))/.test(name);
}

function isLiteral(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
}

function nameOfCall(call: ts.CallExpression | ts.NewExpression): string {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function isRichText(attribute: ts.JsxAttribute): boolean {
  const element = attribute.parent.parent;
  return element.tagName.getText() === 'RichText';
}

function isWithinTechnical(node: ts.JsxText): boolean {
  for (let one: ts.Node = node.parent; !ts.isSourceFile(one); one = one.parent) {
    if (ts.isJsxElement(one) && technicalElements.has(one.openingElement.tagName.getText())) return true;
  }
  return false;
}

function expressionOf({ initializer }: ts.JsxAttribute): ts.Expression | undefined {
  if (initializer === undefined) return undefined;
  return ts.isJsxExpression(initializer) ? initializer.expression : initializer;
}

/** The values of a `RichText`. */
function valuesOf(message: ts.JsxAttribute): ts.Expression | undefined {
  const values = message.parent.properties.find(
    (one): one is ts.JsxAttribute => ts.isJsxAttribute(one) && one.name.getText() === 'values',
  );
  return values === undefined ? undefined : expressionOf(values);
}

/** Reads the names from an object that is written out; undefined where it is made elsewhere. */
function namesOf(values: ts.Expression): readonly string[] | undefined {
  if (!ts.isObjectLiteralExpression(values)) return undefined;
  const names = values.properties.map(({ name }) =>
    name !== undefined && ts.isIdentifier(name) ? name.text : undefined,
  );
  return names.includes(undefined) ? undefined : names.flatMap((name) => name ?? []);
}

/** What a literal, or a sum of literals, is. */
function literalOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [literalOf(node.left), literalOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
