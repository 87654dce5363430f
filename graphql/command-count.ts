// How many commands a question holds: what they weigh and what they take from a budget follow from it.
import { type DocumentNode, type FragmentDefinitionNode, getOperationAST, Kind, type SelectionSetNode } from "graphql";

/** Each field of a mutation, by whatever name and in whatever fragment. The operation is valid. */
export function countCommands(document: DocumentNode, operationName: string | undefined | null): number {
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "mutation") return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const names = new Set<string>();
  const open: SelectionSetNode[] = [operation.selectionSet];
  const spread = new Set<string>();
  for (let set = open.pop(); set; set = open.pop())
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) names.add((node.alias ?? node.name).value);
      else if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment) open.push(fragment.selectionSet);
      }
    }
  return names.size;
}
