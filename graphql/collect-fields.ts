// Collects the fields that are selected of a type, as CollectFields of the GraphQL specification: without what @skip and @include leave out, and merged by
// their names in the response.
import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidatedExecutionArgs,
  visit,
} from "graphql";

/** The nodes that select one field. Those after the first only select more below it. */
export type FieldNodes = readonly [FieldNode, ...FieldNode[]];
/** An operation, or a field. */
export type Selecting = { readonly selectionSet?: SelectionSetNode | undefined };

/** Name in the response -> nodes, in the order of the document. Throws a GraphQLError if a condition is null. */
export function collectFields(
  { schema, fragmentDefinitions, variableValues, hideSuggestions }: ValidatedExecutionArgs,
  type: GraphQLObjectType,
  nodes: readonly Selecting[],
): ReadonlyMap<string, FieldNodes> {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const spread = new Set<string>();
  const condition = (directive: typeof GraphQLSkipDirective, node: SelectionNode): unknown =>
    getDirectiveValues(directive, node, variableValues, undefined, hideSuggestions)?.if;
  const isIncluded = (node: SelectionNode): boolean =>
    condition(GraphQLSkipDirective, node) !== true && condition(GraphQLIncludeDirective, node) !== false;
  function isOfType({ name }: NamedTypeNode): boolean {
    const named = schema.getType(name.value);
    return named === type || (isAbstractType(named) && schema.isSubType(named, type));
  }
  function add({ selectionSet }: Selecting): void {
    for (const node of selectionSet?.selections ?? []) {
      if (!isIncluded(node)) continue;
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const known = fields.get(name);
        if (known) known.push(node);
        else fields.set(name, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (!node.typeCondition || isOfType(node.typeCondition)) add(node);
      } else if (!spread.has(node.name.value)) {
        const fragment = fragmentDefinitions[node.name.value];
        if (!fragment || !isOfType(fragment.typeCondition)) continue;
        spread.add(node.name.value);
        add(fragment);
      }
    }
  }
  nodes.forEach(add);
  return fields;
}

/** The variables by which a document includes or skips what it selects. */
export function variablesInConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
