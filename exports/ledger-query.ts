// The queries of an export. They select every field of each record in the schema, so that a new field is exported without a change here.
import { assertObjectType, type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import { COUNCIL_RECORDS } from "./council-rows.ts";

export type Operation = "Head" | "Concerns" | "Disclosures" | "OfCouncil" | "Supports" | "Submissions" | "Signals";

type Texts = Readonly<Record<string, string>>;
/** Fields to select where another record refers to one of these types: the complete record is elsewhere in the export, or is public reference data. */
const OF_SUBMISSION = "id from";
const OF_ACTOR = "id name inWords";
const REFERENCES: Texts = {
  Body: "id name",
  Council: "code name",
  Concern: "id",
  Support: "id",
  Submission: OF_SUBMISSION,
  Actor: OF_ACTOR,
};
const LEFT_OUT = new Set([
  // The reader exports as the council, which is no body; and disclosures have a separate list.
  ...["Concern.sharedWithMe", "Concern.disclosures"],
  // What is to come is no part of the record, and the history has the answers to later words.
  ...["Share.preview", "Concern.laterWords"],
  // They are in the sharing record and with the evidence.
  ...["Concern.share", "Concern.attachment"],
  // Advisers of today are no part of the record.
  "Concern.advisers",
  // Each would repeat every concern of the same answer. A council checks these records page by page, with GraphQL.
  "Disclosure.record",
  // All records belong to the one council.
  ...["Support.council", "AlignedSupport.council", "PracticeContact.council"],
]);
/** What the reader may do today, with whom, in which offices, and what they searched for, is no part of the record either, whatever it is about. */
const OF_THE_READER = new Set(["commands", "speakingOffices", "councilReaders", "foundIn"]);
const LIMITS: Texts = {
  "AlignedSupport.clashes": "(first: 100)",
  "Council.pastApproaches": "(first: 100)",
  "Council.routineContacts": "(first: 100)",
  "Council.notedDates": "(first: 100)",
};

const pageOf = (field: string, type: string): string =>
  `page: ${field}(first: $first, after: $after) { nodes { ...Whole${type} } pageInfo { ...WholePageInfo } }`;
const ledgerWith = (name: string, variables: string, fields: string): string =>
  `query ${name}($council: String!, $at: DateTime${variables}) {
    ledger(council: $council, at: $at) { ... on Refused { code message field } ... on Ledger { policyVersion ${fields} } }
  }`;
const PAGED = new Set(["supports", "submissions", "signals"]);
const councilFields = Object.entries(COUNCIL_RECORDS)
  .filter(([name]) => !PAGED.has(name))
  .map(([name, [type]]) => `${name}${LIMITS[`Council.${name}`] ?? ""} { ...Whole${type} }`);

const OPERATIONS = `
  ${ledgerWith("Head", "", "council { code name } at scope removedTo discarded restrictedCount losses")}
  ${ledgerWith("Concerns", ", $first: Int!, $after: String", pageOf("concerns", "Concern"))}
  ${ledgerWith("Disclosures", ", $first: Int!, $after: String", pageOf("disclosures", "Disclosure"))}
  query OfCouncil($council: ID!) { council(code: $council) { ${councilFields.join(" ")} } }
  query Supports($council: ID!, $first: Int!, $after: String) { council(code: $council) { ${pageOf("supports", "Support")} } }
  # Submissions and signals are those of every council that the reader may see.
  query Submissions($first: Int!, $after: String) { ${pageOf("submissions", "Submission")} }
  query Signals($first: Int!, $after: String) { ${pageOf("signals", "Signal")} }
`;

/** Returns the operations, with a fragment `WholeX` for each type `X` that they spread. */
export function exportQuery(schema: GraphQLSchema): string {
  const types = new Set(typesSpreadIn(OPERATIONS));
  const fragments: string[] = [];
  for (const name of types) {
    const fields = Object.values(assertObjectType(schema.getType(name)).getFields()).map((field) => {
      const type = getNamedType(field.type);
      const selection = isObjectType(type) ? ` { ${REFERENCES[type.name] ?? `...Whole${type.name}`} }` : "";
      const key = `${name}.${field.name}`;
      return LEFT_OUT.has(key) || OF_THE_READER.has(field.name) ? "" : `${field.name}${LIMITS[key] ?? ""}${selection}`;
    });
    const fragment = `fragment Whole${name} on ${name} { ${fields.join(" ")} }`;
    fragments.push(fragment);
    for (const type of typesSpreadIn(fragment)) types.add(type);
  }
  return [OPERATIONS, ...fragments].join("\n");
}

const typesSpreadIn = (text: string): readonly string[] => [...text.matchAll(/\.\.\.Whole(\w+)/g)].map(([, name = ""]) => name);
