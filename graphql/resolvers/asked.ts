// What a question asks of what a field gives, before it is given: where reading it costs, only what is asked for is read.
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/**
 * The names of the fields that are asked for at a path of fields beneath one. In fragments too, whether they come to apply or not, and each once:
 * a few lines of fragments that spread the next one twice would keep a walk busy for ever.
 */
export function askedAt(...path: readonly string[]): (info: GraphQLResolveInfo) => ReadonlySet<string> {
  const known = new WeakMap<FieldNode, ReadonlySet<string>>();
  return ({ fieldNodes, fragments }) => {
    const [only, ...others] = fieldNodes;
    const found = others.length === 0 && only && known.get(only);
    if (found) return found;
    const names = new Set<string>();
    const seen = new Set<string>();
    const walk = (set: SelectionSetNode | undefined, depth: number): void => {
      for (const node of set?.selections ?? []) {
        if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet, depth);
        else if (node.kind === Kind.FRAGMENT_SPREAD) {
          const key = `${depth} ${node.name.value}`;
          if (!seen.has(key)) {
            seen.add(key);
            walk(fragments[node.name.value]?.selectionSet, depth);
          }
        } else if (depth === path.length) names.add(node.name.value);
        else if (node.name.value === path[depth]) walk(node.selectionSet, depth + 1);
      }
    };
    for (const { selectionSet } of fieldNodes) walk(selectionSet, 0);
    if (others.length === 0 && only) known.set(only, names);
    return names;
  };
}
