// How much a policy set may hold and how deep its expressions may go, found out from its text before Cedar sees any of it. Cedar reads
// expressions by recursion on the small stack of its WASM module: one that nests too deep overflows it, and no decision of the process can
// be made after that. SQLite, which follows them in lists, has such a bound of its own.

/** `operators` are of one policy, of all in one file, and, with the policies themselves, of all on one action; `marks` are the dots and opening brackets of one policy. */
export const MOST = {
  files: 50,
  characters: 500_000,
  policies: 300,
  deep: 12,
  inPolicy: { characters: 4_000, operators: 60, marks: 400 },
  inFile: { operators: 600 },
  onAction: { operators: 300 },
} as const;

/**
 * Cedar's own tokens as far as they matter here. A comment ends at a carriage return too, as it does for Cedar: what would hide behind one
 * is counted. A string that does not end goes on to the end of the text.
 */
const TOKENS = /\s+|\/\/[^\n\r]*|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[A-Za-z_]\w*|&&|\|\||!=|./gsu;
const tokensOf = (text: string): readonly string[] => (text.match(TOKENS) ?? []).filter((token) => !/^(\s|\/\/)/.test(token));

/** What makes an expression deeper: conditions of one policy are joined as by `&&`. */
const OPERATORS: ReadonlySet<string> = new Set(["&&", "||", "!", "-", "+", "*", "if", "when", "unless"]);
type Brackets = ReadonlyMap<string, string>;
const EXPRESSIONS: Brackets = new Map(Object.entries({ "(": ")", "[": "]", "{": "}" }));
/** In a schema types nest in angle brackets too; in a policy those compare. */
const TYPES: Brackets = new Map([...EXPRESSIONS, ["<", ">"]]);

export const operatorsIn = (policy: string): number => tokensOf(policy).filter((token) => OPERATORS.has(token)).length;

/** Whether two texts say the same but for comments and layout, without asking Cedar. */
export function sameTokens(one: string, other: string): boolean {
  const [a, b] = [tokensOf(one), tokensOf(other)];
  return a.length === b.length && a.every((token, at) => token === b[at]);
}

/** What of a set is too much, or too deep to be given to Cedar; undefined where nothing is. */
export function tooMuch(files: Readonly<Record<string, string>>, schema: string): string | undefined {
  if (Object.keys(files).length > MOST.files) return `There are more than ${MOST.files} files.`;
  if (Object.values(files).reduce((sum, text) => sum + text.length, 0) > MOST.characters)
    return `There are more than ${MOST.characters} characters.`;
  let policies = 0;
  for (const [file, text] of Object.entries(files)) {
    const tokens = tokensOf(text);
    const problem = tooDeep(tokens, file === schema ? TYPES : EXPRESSIONS) ?? (file === schema ? undefined : tooLong(tokens));
    if (problem) return `${file}: ${problem}`;
    if (file !== schema) policies += tokens.filter((token) => token === ";").length;
  }
  return policies > MOST.policies ? `There are more than ${MOST.policies} policies.` : undefined;
}

/** Brackets that do not fit are refused here: Cedar reads on behind a mistake, and by them the depth could be hidden. */
function tooDeep(tokens: readonly string[], brackets: Brackets): string | undefined {
  const open: string[] = [];
  for (const token of tokens) {
    const closing = brackets.get(token);
    if (closing) open.push(closing);
    else if ([...brackets.values()].includes(token) && open.pop() !== token) return `"${token}" closes nothing.`;
    if (open.length > MOST.deep) return `brackets stand more than ${MOST.deep} deep in each other.`;
  }
  return undefined;
}

const NONE = { characters: 0, operators: 0, marks: 0 };

function tooLong(tokens: readonly string[]): string | undefined {
  const { characters, operators, marks } = MOST.inPolicy;
  let inFile = 0;
  let own = NONE;
  for (const token of tokens) {
    const operator = OPERATORS.has(token) ? 1 : 0;
    inFile += operator;
    own = {
      characters: own.characters + token.length,
      operators: own.operators + operator,
      marks: own.marks + (token === "." || EXPRESSIONS.has(token) ? 1 : 0),
    };
    if (own.characters > characters) return `a policy is longer than ${characters} characters.`;
    if (own.operators > operators) return `a policy has more than ${operators} operators (&&, ||, !, if and the like).`;
    if (own.marks > marks) return `a policy has more than ${marks} dots and opening brackets.`;
    if (token === ";") own = NONE;
  }
  return inFile > MOST.inFile.operators
    ? `the policies have more than ${MOST.inFile.operators} operators together: put some into a file of their own.`
    : undefined;
}
