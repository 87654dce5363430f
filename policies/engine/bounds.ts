// Limits the size of a policy set and the depth of its expressions, with a check of the text before Cedar parses it. Cedar parses by
// recursion on the small stack of its WASM module: an expression that is nested too deep overflows it, and the process can make no decision after
// that. SQLite, which evaluates the expressions in lists, has a similar limit.

import { MAX_POLICY_TEXT } from "../../text/limits.ts";

/** `marks` are dots and opening brackets. On an action, policies count as operators. */
export const MAX_POLICY = {
  files: 50,
  characters: MAX_POLICY_TEXT,
  policies: 300,
  deep: 12,
  inPolicy: { characters: 4_000, operators: 60, marks: 400 },
  inFile: { operators: 600 },
  onAction: { operators: 300 },
} as const;

/** The Cedar tokens that matter here. As in Cedar, a comment also ends at a carriage return, so that nothing can hide behind one. */
const TOKENS = /\s+|\/\/[^\n\r]*|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[A-Za-z_]\w*|&&|\|\||!=|./gsu;
const tokensOf = (text: string): readonly string[] => (text.match(TOKENS) ?? []).filter((token) => !/^(\s|\/\/)/.test(token));

/** The tokens that make an expression deeper: conditions of one policy are joined as by `&&`. */
const OPERATORS: ReadonlySet<string> = new Set(["&&", "||", "!", "-", "+", "*", "if", "when", "unless"]);
type Brackets = ReadonlyMap<string, string>;
const EXPRESSIONS: Brackets = new Map(Object.entries({ "(": ")", "[": "]", "{": "}" }));
/** In a schema, angle brackets nest types; in a policy they are comparisons. */
const TYPES: Brackets = new Map([...EXPRESSIONS, ["<", ">"]]);

const isOperator = (token: string): boolean => OPERATORS.has(token);
export const operatorsIn = (policy: string): number => tokensOf(policy).filter(isOperator).length;

/** Whether two texts are equal except for comments and layout, without parsing by Cedar. */
export function sameTokens(one: string, other: string): boolean {
  const [a, b] = [tokensOf(one), tokensOf(other)];
  return a.length === b.length && a.every((token, at) => token === b[at]);
}

/** Returns why a set is too large or too deep for Cedar; undefined if it is not. */
export function boundProblem(files: Readonly<Record<string, string>>, schema: string): string | undefined {
  if (Object.keys(files).length > MAX_POLICY.files) return `There are more than ${MAX_POLICY.files} files.`;
  if (Object.values(files).reduce((sum, text) => sum + text.length, 0) > MAX_POLICY.characters)
    return `There are more than ${MAX_POLICY.characters} characters.`;
  let policies = 0;
  for (const [file, text] of Object.entries(files)) {
    const tokens = tokensOf(text);
    const problem = tooDeep(tokens, file === schema ? TYPES : EXPRESSIONS) ?? (file === schema ? undefined : tooLong(tokens));
    if (problem) return `${file}: ${problem}`;
    if (file !== schema) policies += tokens.filter((token) => token === ";").length;
  }
  return policies > MAX_POLICY.policies ? `There are more than ${MAX_POLICY.policies} policies.` : undefined;
}

/** Refuses unbalanced brackets, because Cedar continues to parse after a mistake, so they could hide the depth. */
function tooDeep(tokens: readonly string[], brackets: Brackets): string | undefined {
  const open: string[] = [];
  for (const token of tokens) {
    const closing = brackets.get(token);
    if (closing) open.push(closing);
    else if ([...brackets.values()].includes(token) && open.pop() !== token) return `"${token}" closes nothing.`;
    if (open.length > MAX_POLICY.deep) return `brackets are nested more than ${MAX_POLICY.deep} deep.`;
  }
  return undefined;
}

function tooLong(tokens: readonly string[]): string | undefined {
  const { characters, operators, marks } = MAX_POLICY.inPolicy;
  for (let from = 0; from < tokens.length; ) {
    const end = tokens.indexOf(";", from);
    const policy = tokens.slice(from, end === -1 ? undefined : end + 1);
    from += policy.length;
    if (policy.filter(isOperator).length > operators)
      return `a policy has more than ${operators} operators (&&, ||, !, if and the like).`;
    if (policy.filter((token) => token === "." || EXPRESSIONS.has(token)).length > marks)
      return `a policy has more than ${marks} dots and opening brackets.`;
    if (policy.reduce((sum, token) => sum + token.length, 0) > characters)
      return `a policy is longer than ${characters} characters.`;
  }
  return tokens.filter(isOperator).length > MAX_POLICY.inFile.operators
    ? `the policies have more than ${MAX_POLICY.inFile.operators} operators together: put some into a file of their own.`
    : undefined;
}
