// The executable schema: SDL, enums from the rules' own lists, resolvers. It does not build if a root field has neither an action of the policy
// nor the mark that any signed-in person may use it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { getDirective, getDocumentNodeFromSchema } from "@graphql-tools/utils";
import { type GraphQLSchema, print, visit } from "graphql";
import { policyActions, policySchema } from "../queries/policy/read-policy.ts";
import { withinBudget } from "./budget.ts";
import type { Context } from "./context.ts";
import { disclosingRecords } from "./disclosed-fields.ts";
import { enumResolvers, enumTypeDefs } from "./enums.ts";
import { errorFor } from "./errors.ts";
import { withCosts } from "./field-costs.ts";
import type { Resolvers } from "./generated/resolver-types.ts";
import { objectFields, resolverOf } from "./object-fields.ts";
import { withRemoteKeys } from "./remote-keys.ts";
import type { CompleteResolvers } from "./resolvers/complete-resolvers.ts";
import { concernResolvers } from "./resolvers/concern.ts";
import { conversationResolvers } from "./resolvers/conversation.ts";
import { councilResolvers } from "./resolvers/council.ts";
import { diaryResolvers } from "./resolvers/diary.ts";
import { directoryResolvers } from "./resolvers/directory.ts";
import { explainResolvers } from "./resolvers/explain.ts";
import { inboxResolvers } from "./resolvers/inbox.ts";
import { intakeResolvers } from "./resolvers/intake.ts";
import { invitationResolvers } from "./resolvers/invitations.ts";
import { ledgerResolvers } from "./resolvers/ledger.ts";
import { liveResolvers } from "./resolvers/live.ts";
import { metricsResolvers } from "./resolvers/metrics.ts";
import { newsResolvers } from "./resolvers/news.ts";
import { outcomeResolvers } from "./resolvers/outcome.ts";
import { overviewResolvers } from "./resolvers/overview.ts";
import { peopleResolvers } from "./resolvers/people.ts";
import { policyResolvers } from "./resolvers/policy.ts";
import { referenceResolvers } from "./resolvers/reference.ts";
import { regionResolvers } from "./resolvers/region.ts";
import { retentionResolvers } from "./resolvers/retention.ts";
import { supportResolvers } from "./resolvers/support.ts";
import { scalarResolvers } from "./scalars.ts";
import { inTurns } from "./turns.ts";

const SDL_DIR = join(import.meta.dirname, "schema");

/** The SDL source, including enums. */
export const typeDefs = (): string[] => [
  enumTypeDefs(),
  ...readdirSync(SDL_DIR)
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => readFileSync(join(SDL_DIR, name), "utf8")),
];

type PolicySchema = Parameters<typeof policyActions>[0];

export class SchemaUnguarded extends Error {
  override name = "SchemaUnguarded";
}

/** `policy`: the schema of the policy that decides; the shipped one if it is left out. Throws SchemaUnguarded, SchemaUnsized and FieldUndisclosed. */
export function buildSchema(policy?: PolicySchema): GraphQLSchema {
  const resolvers: CompleteResolvers = merge(
    scalarResolvers,
    referenceResolvers,
    concernResolvers,
    explainResolvers,
    councilResolvers,
    directoryResolvers,
    peopleResolvers,
    invitationResolvers,
    policyResolvers,
    metricsResolvers,
    supportResolvers,
    conversationResolvers,
    regionResolvers,
    diaryResolvers,
    intakeResolvers,
    inboxResolvers,
    newsResolvers,
    outcomeResolvers,
    overviewResolvers,
    retentionResolvers,
    ledgerResolvers,
    liveResolvers,
  );
  const schema = makeExecutableSchema({
    typeDefs: typeDefs(),
    resolvers: [enumResolvers(), resolvers],
    resolverValidationOptions: { requireResolversToMatchSchema: "error" },
    // The schema was made for this call, so a copy would only cost time.
    updateResolversInPlace: true,
  });
  return withinBudget(withRemoteKeys(inTurns(disclosingRecords(guard(withCosts(schema), policy)))));
}

/** Merges resolvers, because several files can resolve fields of one type. */
function merge<Parts extends readonly Resolvers[]>(...parts: Parts): Intersection<Parts[number]> {
  const merged: Record<string, object> = {};
  for (const part of parts)
    for (const [type, fields] of Object.entries(part)) merged[type] = type in merged ? { ...merged[type], ...fields } : fields;
  return merged as Intersection<Parts[number]>;
}
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void ? All : never;

/** Makes every root field require a signed-in person. Throws SchemaUnguarded. */
export function guard(schema: GraphQLSchema, policy: PolicySchema = policySchema()): GraphQLSchema {
  const actions = policyActions(policy);
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((type) => type?.name),
  );
  for (const { field, typeName } of objectFields<unknown, Partial<Context>>(schema)) {
    if (!roots.has(typeName)) continue;
    const decidedBy = getDirective(schema, field, "decidedBy")?.[0];
    if (!decidedBy && !getDirective(schema, field, "signedIn"))
      throw new SchemaUnguarded(`The root field ${field.name} has no authorisation marker: @decidedBy(action:) or @signedIn.`);
    if (decidedBy && !actions.has(decidedBy.action))
      throw new SchemaUnguarded(
        `The root field ${field.name} is decided by "${decidedBy.action}", which is no action of the policy.`,
      );
    const { subscribe } = field;
    const resolve = resolverOf(field);
    // The messages of a subscription go to the person who has subscribed. The last one is sent even if rights can no longer be read.
    if (!subscribe)
      field.resolve = (source, args, context, info) => {
        demandViewer(context);
        return resolve(source, args, context, info);
      };
    else
      field.subscribe = (source, args, context, info) => {
        demandViewer(context);
        return subscribe(source, args, context, info);
      };
  }
  return schema;
}

function demandViewer(context: Partial<Context>): void {
  if (!context.viewer) throw errorFor("UNAUTHENTICATED", "Sign in first.");
}

/** Costs may change without notice, so they are not published. */
const UNPUBLISHED = new Set(["cost", "listSize"]);
/** The schema as it is published for clients, in the schema definition language. */
export function publishedSchema(): string {
  const document = getDocumentNodeFromSchema(makeExecutableSchema({ typeDefs: typeDefs() }));
  const dropped = (node: { readonly name: { readonly value: string } }) => (UNPUBLISHED.has(node.name.value) ? null : undefined);
  return `${print(visit(document, { Directive: dropped, DirectiveDefinition: dropped }))}\n`;
}
