// The fields at the root of an operation, by whatever name and in whatever fragment: what it asks for, in the schema's own words.
import { type DocumentNode, type FragmentDefinitionNode, getOperationAST, Kind, type SelectionSetNode } from "graphql";

/** Name in the answer -> field. The operation is valid. */
export function rootFields(document: DocumentNode, operationName: string | undefined | null): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const operation = getOperationAST(document, operationName);
  if (!operation) return fields;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const open: SelectionSetNode[] = [operation.selectionSet];
  const spread = new Set<string>();
  for (let set = open.pop(); set; set = open.pop())
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) fields.set((node.alias ?? node.name).value, node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
      else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment) open.push(fragment.selectionSet);
      }
    }
  return fields;
}
