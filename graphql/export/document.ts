// What an export asks of the hub's own schema. Each thing is asked for whole: its fields are taken from the schema, so that a field that is
// added to it is exported without a line here.
import { assertObjectType, type GraphQLSchema, getNamedType, isObjectType } from "graphql";

/** The operations of the document, by name; all but `OfCouncil` are read page by page. */
export type Operation = "Concerns" | "Disclosures" | "OfCouncil" | "Supports" | "Submissions" | "Signals";

const OPERATIONS = `
  query Concerns($council: String!, $at: DateTime, $first: Int!, $after: String) {
    ledger(council: $council, at: $at) {
      ... on Refused { code message field }
      ... on Ledger {
        council { code name } at policyVersion scope removedTo losses
        page: concerns(first: $first, after: $after) { nodes { ...WholeConcern } pageInfo { ...WholePageInfo } }
      }
    }
  }
  query Disclosures($council: String!, $at: DateTime, $first: Int!, $after: String) {
    ledger(council: $council, at: $at) {
      ... on Refused { code message field }
      ... on Ledger {
        policyVersion page: disclosures(first: $first, after: $after) { nodes { ...WholeDisclosure } pageInfo { ...WholePageInfo } }
      }
    }
  }
  query OfCouncil($council: ID!) {
    council(code: $council) {
      standingAgreements { ...WholeStandingAgreement }
      conversationLead { ...WholeConversationLead }
      formerLeads { ...WholeFormerLead }
      approaches { ...WholeApproach }
      pastApproaches(first: 100) { ...WholeApproach }
      practiceContacts { ...WholePracticeContact }
      alignedSupport { ...WholeAlignedSupport }
    }
  }
  query Supports($council: ID!, $first: Int!, $after: String) {
    council(code: $council) {
      page: supports(first: $first, after: $after) { nodes { ...WholeSupport } pageInfo { ...WholePageInfo } }
    }
  }
  # These two are of every council that the reader may see.
  query Submissions($first: Int!, $after: String) {
    page: submissions(first: $first, after: $after) { nodes { ...WholeSubmission } pageInfo { ...WholePageInfo } }
  }
  query Signals($first: Int!, $after: String) {
    page: signals(first: $first, after: $after) { nodes { ...WholeSignal } pageInfo { ...WholePageInfo } }
  }
`;

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
const ARGUMENTS: Readonly<Record<string, string>> = { "AlignedSupport.overlaps": "(first: 100)" };

/** The operations, with a fragment `WholeX` for each type `X` of a thing. */
export function exportQuery(schema: GraphQLSchema): string {
  const types = new Set(typesSpreadIn(OPERATIONS));
  const fragments: string[] = [];
  for (const name of types) {
    const fields = Object.values(assertObjectType(schema.getType(name)).getFields()).flatMap((field) => {
      const path = `${name}.${field.name}`;
      const type = getNamedType(field.type);
      const selection = isObjectType(type) ? `{ ${REFERENCES[type.name] ?? `...Whole${type.name}`} }` : "";
      return LEFT_OUT.has(path) ? [] : `${field.name}${ARGUMENTS[path] ?? ""} ${selection}`;
    });
    const fragment = `fragment Whole${name} on ${name} { ${fields.join(" ")} }`;
    fragments.push(fragment);
    for (const type of typesSpreadIn(fragment)) types.add(type);
  }
  return [OPERATIONS, ...fragments].join("\n");
}

const typesSpreadIn = (text: string): readonly string[] => [...text.matchAll(/\.\.\.Whole(\w+)/g)].map(([, name = ""]) => name);
