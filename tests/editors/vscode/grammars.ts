/**
 * How lines are coloured, by the engine and the JSON and YAML grammars of VS Code itself.
 *
 * node grammars.ts EXTENSION, the folder of the extension. Prints one line of JSON for each test.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const VSCODE = path.resolve('node_modules/code-server/lib/vscode');
const require = createRequire(path.join(VSCODE, 'package.json'));
const { INITIAL, parseRawGrammar, Registry } = require('vscode-textmate');
const { loadWASM, OnigScanner, OnigString } = require('vscode-oniguruma');

const contributions = [
  ...contributionsOf(path.join(VSCODE, 'extensions', 'json')),
  ...contributionsOf(path.join(VSCODE, 'extensions', 'yaml')),
  ...contributionsOf(path.resolve(process.argv[2] ?? '')),
];

function contributionsOf(folder: string): Contribution[] {
  const { contributes } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const grammars = contributes.grammars as Contribution[];
  return grammars.map((grammar) => ({ ...grammar, path: path.join(folder, grammar.path) }));
}

async function registry(): Promise<typeof Registry> {
  const wasm = readFileSync(path.join(VSCODE, 'node_modules/vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new OnigScanner(patterns),
      createOnigString: (text: string) => new OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const found = contributions.find(({ scopeName }) => scopeName === scope);
      return found && parseRawGrammar(readFileSync(found.path, 'utf8'), found.path);
    },
    getInjections: (scope: string) =>
      contributions.filter(({ injectTo }) => injectTo?.includes(scope)).map(({ scopeName }) => scopeName),
  });
}

/** The words of a text that this extension colours, each with the innermost scope. */
async function words(grammars: typeof Registry, scope: string, text: string): Promise<string[]> {
  const grammar = await grammars.loadGrammar(scope);
  let stack = INITIAL;
  const result: string[] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      const last: string = scopes.at(-1);
      const own = /\.(asl|jsonata)$/.test(last) && !last.startsWith('meta.');
      if (word !== '' && own) result.push(`${word} ${last.replace(/\.(asl|jsonata)$/, '')}`);
    }
  }
  return result;
}

const CASES: Record<string, { scope: string; text: string; words: string[] }> = {
  'a path in JSON': {
    scope: 'source.asl.json',
    text: '{"a.$": "$.items[?(@.price > 10)]", "b": "$", "c": "costs $.50"}',
    words: [
      '$ variable.language.root', 'items variable.other.property', '? keyword.operator',
      '@ variable.language', 'price variable.other.property', '> keyword.operator',
      '10 constant.numeric', '$ variable.language.root',
    ],
  },
  'an intrinsic function in JSON, in a template too': {
    scope: 'source.json',
    text: `{"a.$": "States.Format('{}', $.id, States.ArrayLength($$.x))"}`,
    words: [
      'States.Format support.function.intrinsic', "'{}' string.quoted.single",
      '$ variable.language.root', 'id variable.other.property',
      'States.ArrayLength support.function.intrinsic', '$$ variable.language.root',
      'x variable.other.property',
    ],
  },
  'JSONata in JSON, with an escaped string': {
    scope: 'source.asl.json',
    text: '{"a": "{% $sum($states.input.price) & \\"x\\" %}", "b": "{% unfinished", "c": 1}',
    words: [
      '{% punctuation.section.embedded.begin', '$sum support.function', '$states variable.language',
      'input variable.other.property', 'price variable.other.property', '& keyword.operator',
      '\\" string.quoted.double', 'x string.quoted.double', '\\" string.quoted.double',
      '%} punctuation.section.embedded.end', '{% punctuation.section.embedded.begin',
      'unfinished variable.other.property',
    ],
  },
  'YAML: plain, quoted, folded': {
    scope: 'source.asl.yaml',
    text: 'a.$: $.x\nb: \'{% $y = "z" %}\'\nc: >-\n  {%\n    $n := 1\n  %}\nd: text',
    words: [
      '$ variable.language.root', 'x variable.other.property',
      '{% punctuation.section.embedded.begin', '$y variable.other', '= keyword.operator',
      '"z" string.quoted.double', '%} punctuation.section.embedded.end',
      '{% punctuation.section.embedded.begin', '$n variable.other', ':= keyword.operator',
      '1 constant.numeric', '%} punctuation.section.embedded.end',
    ],
  },
  'a block of JSON in a YAML template': {
    scope: 'source.yaml',
    text: 'd: |\n  {"x": "{% $y %}", "z": "$.q[0]", "s": "States.UUID()"}\ne: text',
    words: [
      '{% punctuation.section.embedded.begin', '$y variable.other',
      '%} punctuation.section.embedded.end', '$ variable.language.root',
      'q variable.other.property', '0 constant.numeric', 'States.UUID support.function.intrinsic',
    ],
  },
};

const grammars = await registry();
for (const [name, { scope, text, words: expected }] of Object.entries(CASES)) {
  const start = Date.now();
  let error: string | null = null;
  try {
    assert.deepEqual(await words(grammars, scope, text), expected);
  } catch (thrown) {
    error = String(thrown);
  }
  console.log(JSON.stringify({ suite: 'grammars', name, error, ms: Date.now() - start }));
}
