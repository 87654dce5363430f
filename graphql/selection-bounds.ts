// Checks an operation's limits before it is parsed and before it is validated, because both are recursive. Validation compares every two fields with the
// same response name, and every two fragments of one selection, which is quadratic. One walk counts these pairs first, each merged selection once, up to a limit.
import { type DocumentNode, type GraphQLError, Kind, type SelectionSetNode } from "graphql";
import { errorFor, tooLarge } from "./errors.ts";
import { fragmentsOf } from "./selected-fields.ts";

const MOST = {
  /** The maximum nesting of brackets of every kind. */
  nesting: 50,
  /** The maximum number of selections; a fragment's count wherever it is spread. */
  selections: 20_000,
  /** The maximum number of pairs that validation may compare. A hundred fields with one name have 4,950 pairs. */
  pairs: 10_000,
} as const;

/** Matches a string, including block strings and unterminated ones; a comment; a bracket. */
const TEXT_COMMENT_OR_BRACKET = /"""(?:\\"""|[^\\"]|\\(?!""")|"(?!""))*(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[[({\])}]/g;

/** Returns why the text is not parsed; undefined if it is within the limits. */
export function beyondParsing(query: string): GraphQLError | undefined {
  let nesting = 0;
  for (const [found] of query.matchAll(TEXT_COMMENT_OR_BRACKET)) {
    if ("[({".includes(found)) nesting += 1;
    else if ("])}".includes(found)) nesting -= 1;
    if (nesting > MOST.nesting) return questionTooLarge(`it has more than ${MOST.nesting} nested brackets. Use fewer.`);
  }
  return undefined;
}

/** Returns why the document is not validated; undefined if it is within the limits. Pass only operations and fragments. */
export function beyondValidation(document: DocumentNode, maxDepth: number): GraphQLError | undefined {
  const fragments = fragmentsOf(document);
  const operations: SelectionSetNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition.selectionSet);
    else if (definition.kind !== Kind.FRAGMENT_DEFINITION)
      return errorFor("BAD_USER_INPUT", "Send only operations and fragments.");
  }
  let [selections, pairs] = [0, 0];
  const reached = new Set<string>();

  /** Walks selection sets that are merged into one; the selection sets of fields with the same name are then merged too. */
  const walk = (sets: readonly SelectionSetNode[], depth: number): GraphQLError | undefined => {
    if (depth > maxDepth) return questionTooLarge(`its depth is more than ${maxDepth} fields. Ask for fewer levels.`);
    const fields = new Map<string, { count: number; readonly sets: SelectionSetNode[] }>();
    const spread = new Set<string>();
    const open = [...sets];
    for (let set = open.pop(); set; set = open.pop())
      for (const node of set.selections) {
        selections += 1;
        if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
        else if (node.kind === Kind.FRAGMENT_SPREAD) {
          const name = node.name.value;
          if (!spread.has(name)) {
            pairs += spread.size;
            spread.add(name);
            reached.add(name);
            const fragment = fragments.get(name);
            if (fragment) open.push(fragment.selectionSet);
          }
        } else {
          const name = (node.alias ?? node.name).value;
          const field = fields.get(name) ?? { count: 0, sets: [] };
          if (field.count === 0) fields.set(name, field);
          pairs += field.count;
          field.count += 1;
          if (node.selectionSet) field.sets.push(node.selectionSet);
        }
        if (selections > MOST.selections || pairs > MOST.pairs)
          return questionTooLarge("it selects the same fields many times. Select each field once, or give it another alias.");
      }
    for (const { sets } of fields.values()) {
      const beyond = sets.length > 0 ? walk(sets, depth + 1) : undefined;
      if (beyond) return beyond;
    }
    return undefined;
  };

  for (const set of operations) {
    const beyond = walk([set], 1);
    if (beyond) return beyond;
  }
  // Validation also checks unused fragments.
  for (const [name, { selectionSet }] of fragments) {
    const beyond = reached.has(name) ? undefined : walk([selectionSet], 1);
    if (beyond) return beyond;
  }
  return undefined;
}

const questionTooLarge = (why: string): GraphQLError => tooLarge(`The question is too large: ${why}`);
