// What admission needs to know of a document's operations. It is computed once for each operation, because walking through a question takes as long as
// executing some.
import type { DocumentNode, GraphQLSchema } from "graphql";
import { boundedCache } from "../caching/cache.ts";
import { workOf } from "./limits.ts";
import { countCommands, rootFields } from "./selected-fields.ts";

export type OperationBounds = {
  /** Names of the selected root fields. */
  readonly fields: readonly string[];
  readonly commands: number;
  readonly work: (variables: Readonly<Record<string, unknown>>) => number;
};

/** A cost is kept for so many combinations of values of the variables that it depends on, and so many operations. */
const CACHED = 8;

/** For a valid document. */
export function operationBounds(schema: GraphQLSchema, document: DocumentNode): (name: string | undefined) => OperationBounds {
  const bounds = boundedCache<string | undefined, OperationBounds>(CACHED);
  return (name) => bounds.getOrMake(name, () => boundsOf(schema, document, name));
}

function boundsOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): OperationBounds {
  const costs = boundedCache<string, number>(CACHED);
  /** The variables that the cost depends on, once it was computed. */
  let dependsOn: Set<string> | undefined;
  return {
    fields: [...rootFields(document, operationName).values()],
    commands: countCommands(document, operationName),
    work(variableValues) {
      const compute = (read?: Set<string>) => workOf({ schema, document, operationName, variableValues }, read);
      if (!dependsOn) {
        dependsOn = new Set();
        return compute(dependsOn);
      }
      // Only numbers and null make a difference.
      const values = [...dependsOn].map((name) => variableValues[name]);
      return costs.getOrMake(JSON.stringify(values.map((value) => (typeof value === "number" ? value : value === null))), () =>
        compute(),
      );
    },
  };
}
