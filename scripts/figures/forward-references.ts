// SPDX-License-Identifier: Apache-2.0
/**
 * Uses of a constant above its definition, where the features of the helper are put together. Such a use stands in a
 * function that must not be called before the definition has run, which neither the compiler nor the import rules see.
 */

import ts from 'typescript';
import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

export function measureForwardReferences(sources: readonly SourceText[]): Figure {
  return countFigure(
    'uses of a constant before its definition in helper/features.ts',
    sources.flatMap(forwardReferencesIn),
  );
}

/** Imports are not resolved, since only what one file says of its own constants counts. */
function forwardReferencesIn({ path, text }: SourceText): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [] };
  const checker = ts
    .createProgram([path], options, {
      ...ts.createCompilerHost(options),
      getSourceFile: (name) => (name === path ? file : undefined),
    })
    .getTypeChecker();
  const found: string[] = [];

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const definition = symbol?.valueDeclaration;
      if (definition !== undefined && isConstant(definition) && node.getEnd() <= definition.getStart(file))
        found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} ${node.text}`);
    }
    ts.forEachChild(node, visit);
  }

  visit(file);
  return found;
}

/** Accepts also one of several constants that a pattern takes out of an object. */
function isConstant(definition: ts.Declaration): boolean {
  return (
    (ts.isVariableDeclaration(definition) || ts.isBindingElement(definition)) &&
    (ts.getCombinedNodeFlags(definition) & ts.NodeFlags.BlockScoped) !== 0
  );
}
