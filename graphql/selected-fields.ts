// Finds the fields that an operation selects, under any alias and in any fragment. Each fragment is visited once, because a few fragments that
// each spread the next one twice would take exponential time.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from "graphql";

/** Name -> fragment. A Map, because clients choose the names. */
export const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));

type FindFragment = (name: string) => FragmentDefinitionNode | undefined;
function selectedIn(sets: readonly (SelectionSetNode | undefined)[], find: FindFragment): readonly FieldNode[] {
  const fields: FieldNode[] = [];
  const spread = new Set<string>();
  const open = [...sets];
  while (open.length > 0)
    for (const node of open.pop()?.selections ?? []) {
      if (node.kind === Kind.FIELD) fields.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        open.push(find(node.name.value)?.selectionSet);
      }
    }
  return fields;
}

/** For a valid operation: name in the response -> field. */
export function rootFields(document: DocumentNode, operationName: string | undefined | null): ReadonlyMap<string, string> {
  const fragments = fragmentsOf(document);
  const fields = selectedIn([getOperationAST(document, operationName)?.selectionSet], (name) => fragments.get(name));
  return new Map(fields.map(({ alias, name }) => [(alias ?? name).value, name.value]));
}

/** The number of commands in a valid operation: each field of a mutation. */
export const countCommands = (document: DocumentNode, operationName: string | undefined | null): number =>
  getOperationAST(document, operationName)?.operation === "mutation" ? rootFields(document, operationName).size : 0;

/** What a resolver may know of the selection of its field. The rest would have to be made for each value (text-execution.ts). */
export type FieldInfo = Pick<GraphQLResolveInfo, "fieldNodes" | "fragments" | "schema">;

/** The names of the fields selected at a path below a field, so that resolvers read only selected data. */
export function selectedFieldNames({ fieldNodes, fragments }: FieldInfo, ...path: readonly string[]): ReadonlySet<string> {
  let nodes: readonly FieldNode[] = fieldNodes;
  const below = () =>
    selectedIn(
      nodes.map(({ selectionSet }) => selectionSet),
      (name) => fragments[name],
    );
  for (const step of path) nodes = below().filter(({ name }) => name.value === step);
  return new Set(below().map(({ name }) => name.value));
}
