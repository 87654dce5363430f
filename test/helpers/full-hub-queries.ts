// Every query of the pages and of the operations, with values for their variables on a hub that has something of everything (full-hub.ts).
import { globSync } from "node:fs";
import { getOperationAST, Kind, type VariableDefinitionNode } from "graphql";
import type { Pipeline } from "../../graphql/pipeline.ts";
import { type DocumentFile, FRAGMENTS_FILE, readDocument } from "../../web/documents.ts";
import { type MadeIds, OPERATIONS } from "../examples/operations.ts";

export function fullHubQueries(pipeline: Pick<Pipeline, "read">, held: MadeIds): readonly Query[] {
  const ofOperations = OPERATIONS.map(({ document, variables }) => ({ query: document, variables: { ...variables(held) } }));
  return [...ofPages(pipeline, held), ...ofOperations.filter(({ query }) => !/^\s*(?:mutation|subscription)/.test(query))];
}

type Query = { readonly query: string; readonly variables: Record<string, unknown> };

/** Pages' documents and the values of their variables; a page about one thing is asked about each kind of thing. */
function ofPages({ read }: Pick<Pipeline, "read">, held: MadeIds): readonly Query[] {
  const files = globSync("**/*.graphql", { cwd: `${import.meta.dirname}/../../web` }).filter((file) => file !== FRAGMENTS_FILE);
  return files.flatMap((file): readonly Query[] => {
    const query = readDocument(file as DocumentFile);
    const { document } = read({ query, operationName: undefined });
    const operation = document && getOperationAST(document);
    if (operation?.operation !== "query") return [];
    const ids = query.includes("$id") ? ["concern", "support", "submission", "signal", "person"] : ["concern"];
    return ids
      .map((kind) => held[kind])
      .map((id) => ({
        query,
        variables: Object.fromEntries((operation.variableDefinitions ?? []).map((one) => valueFor(one, id, held))),
      }));
  });
}

const NAMED: Readonly<Record<string, unknown>> = {
  ...{ region: "E12000004", quarter: "2026-Q1", from: "2026-01-01", to: "2026-12-31", at: "2026-03-02T12:30:00.000Z", first: 20 },
  ...{ order: "CHANGED", strand: "CHILDRENS", withChoices: true, me: "adviser" },
};
function valueFor(
  { variable, type }: VariableDefinitionNode,
  id: string | undefined,
  held: MadeIds,
): [name: string, value: unknown] {
  const name = variable.name.value;
  const given = NAMED[name] ?? (name === "id" ? id : held[name]);
  return [name, given ?? (type.kind === Kind.NON_NULL_TYPE ? "nothing" : null)];
}
