// SPDX-License-Identifier: Apache-2.0
/**
 * How long functions are, and how many parameters they have. The lines of JSX in a function do not count, since they say
 * what is drawn, in order; the lines of functions within it do.
 */

import ts from 'typescript';
import { countFigure, type Figure } from './figure.ts';
import { isTest, type SourceText } from './source-text.ts';

const maxLines = 80;
const maxParameters = 3;

interface MeasuredFunction {
  /** Its file, its first line, and its name if it has one. */
  readonly place: string;
  readonly lines: number;
  readonly parameters: number;
}

export function measureFunctions(sources: readonly SourceText[]): readonly Figure[] {
  const functions = sources
    .filter(({ path }) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !isTest(path))
    .flatMap(functionsIn);
  const long = functions.filter(({ lines }) => lines > maxLines).sort((one, other) => other.lines - one.lines);
  const wide = functions.filter(({ parameters }) => parameters > maxParameters);
  const longPlaces = long.map(({ place, lines }) => `${place} (${lines} lines)`);
  return [
    {
      name: 'lines of the longest function, without JSX',
      measured: Math.max(0, ...functions.map(({ lines }) => lines)),
      details: longPlaces.slice(0, 10),
    },
    countFigure(`functions over ${maxLines} lines, without JSX`, longPlaces),
    countFigure(
      `functions with more than ${maxParameters} parameters`,
      wide.map(({ place, parameters }) => `${place} (${parameters} parameters)`),
    ),
  ];
}

function functionsIn({ path, text }: SourceText): readonly MeasuredFunction[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: MeasuredFunction[] = [];
  const lineAt = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  const linesOf = (node: ts.Node): number => lineAt(node.getEnd()) - lineAt(node.getStart(file)) + 1;

  function visit(node: ts.Node): void {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
      found.push({
        place: `${path}:${lineAt(node.getStart(file))}${nameOf(node, file)}`,
        lines: linesOf(node) - linesOfJsx(node),
        parameters: node.parameters.length,
      });
    ts.forEachChild(node, visit);
  }

  /** Counts each outermost element once, without its first line, which is the function's own. */
  function linesOfJsx(node: ts.Node): number {
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return linesOf(node) - 1;
    let lines = 0;
    ts.forEachChild(node, (child) => void (lines += linesOfJsx(child)));
    return lines;
  }

  visit(file);
  return found;
}

function nameOf(node: ts.SignatureDeclaration, file: ts.SourceFile): string {
  const { parent } = node;
  const name =
    node.name ?? (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : undefined);
  return name === undefined ? '' : ` ${name.getText(file)}`;
}
