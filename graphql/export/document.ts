// What an export asks of the hub's own schema. Each thing is asked for whole: its fields are taken from the schema, so that a field that is
// added to it is exported without a line here.
import { assertObjectType, type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import { COUNCIL_RECORDS } from "./council-records.ts";

/** The operations of the query; all but `OfCouncil` are read page by page. */
export type Operation = "Concerns" | "Disclosures" | "OfCouncil" | "Supports" | "Submissions" | "Signals";

/** Public reference, and what stands whole elsewhere in the export: what another thing says of it. */
const REFERENCES: Readonly<Record<string, string>> = {
  ...{ Body: "id name", Council: "code name", Concern: "id", Support: "id", Submission: "id body { id name }" },
};
const LEFT_OUT = new Set([
  // The reader exports as the council, which has no body; and disclosures are exported in a list of their own.
  ...["Concern.sharedWithMe", "Concern.disclosures"],
  // They are all of the one council.
  ...["Support.council", "AlignedSupport.council", "PracticeContact.council"],
]);
const LISTS_WITH_A_LIMIT = new Set(["AlignedSupport.overlaps", "Council.pastApproaches"]);
const limitOf = (field: string): string => (LISTS_WITH_A_LIMIT.has(field) ? "(first: 100)" : "");

const pageOf = (field: string, type: string): string =>
  `page: ${field}(first: $first, after: $after) { nodes { ...Whole${type} } pageInfo { ...WholePageInfo } }`;
const ledgerWith = (page: string): string =>
  `ledger(council: $council, at: $at) {
    ... on Refused { code message field }
    ... on Ledger { council { code name } at policyVersion scope removedTo losses ${page} }
  }`;
const PAGED = new Set(["supports", "submissions", "signals"]);
const recordsNotPaged = Object.entries(COUNCIL_RECORDS)
  .filter(([name]) => !PAGED.has(name))
  .map(([name, { type }]) => `${name}${limitOf(`Council.${name}`)} { ...Whole${type} }`);

const OPERATIONS = `
  query Concerns($council: String!, $at: DateTime, $first: Int!, $after: String) { ${ledgerWith(pageOf("concerns", "Concern"))} }
  query Disclosures($council: String!, $at: DateTime, $first: Int!, $after: String) { ${ledgerWith(pageOf("disclosures", "Disclosure"))} }
  query OfCouncil($council: ID!) { council(code: $council) { ${recordsNotPaged.join(" ")} } }
  query Supports($council: ID!, $first: Int!, $after: String) { council(code: $council) { ${pageOf("supports", "Support")} } }
  # These two are of every council that the reader may see.
  query Submissions($first: Int!, $after: String) { ${pageOf("submissions", "Submission")} }
  query Signals($first: Int!, $after: String) { ${pageOf("signals", "Signal")} }
`;

/** The operations, with a fragment `WholeX` for each type `X` of a thing. */
export function exportQuery(schema: GraphQLSchema): string {
  const types = new Set(typesSpreadIn(OPERATIONS));
  const fragments: string[] = [];
  for (const name of types) {
    const fields = Object.values(assertObjectType(schema.getType(name)).getFields()).map((field) => {
      const type = getNamedType(field.type);
      const selection = isObjectType(type) ? ` { ${REFERENCES[type.name] ?? `...Whole${type.name}`} }` : "";
      return LEFT_OUT.has(`${name}.${field.name}`) ? "" : `${field.name}${limitOf(`${name}.${field.name}`)}${selection}`;
    });
    const fragment = `fragment Whole${name} on ${name} { ${fields.join(" ")} }`;
    fragments.push(fragment);
    for (const type of typesSpreadIn(fragment)) types.add(type);
  }
  return [OPERATIONS, ...fragments].join("\n");
}

const typesSpreadIn = (text: string): readonly string[] => [...text.matchAll(/\.\.\.Whole(\w+)/g)].map(([, name = ""]) => name);
