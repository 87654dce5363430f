// Explains why a person may or may not see a part of a concern, and who can see it.

import { type ActScope, actOf } from "../../queries/attribution.ts";
import {
  audienceOf,
  type ConcernAudience,
  everybody,
  interestedIn,
  type KeptOut,
  keptOutOf,
} from "../../queries/concerns/audience.ts";
import { explain, provenanceFrom } from "../../queries/concerns/explain.ts";
import type { FactOrigin } from "../../queries/concerns/explained-facts.ts";
import { buildDisclosedConcern, type DisclosedConcern } from "../../queries/disclosed-concern.ts";
import { buildDisclosedOutcome } from "../../queries/disclosed-record.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { oneRecord } from "./one-record.ts";
import { body, region } from "./reference.ts";

function audienceInWords(hub: Context["hub"], concern: DisclosedConcern) {
  const { moment } = concern;
  const { policy, rights } = moment ?? hub;
  const everyone = everybody(hub);
  const people = moment ? everyone.map((viewer: Viewer) => hub.viewerAt(viewer, moment)) : everyone;
  // Evaluated at once, because another policy may be in force when the response is written.
  const inWords = ({ part, policies }: ConcernAudience["parts"][number]) => ({
    part,
    policies: policies.flatMap((id) => policy.texts.get(id) ?? []),
  });
  return audienceOf({ rights, people }, concern).map((row) => ({ ...row, parts: row.parts.map(inWords) }));
}

/** The people of that time whom an interest keeps out, of those who have one now or had one. */
export function keptOut(
  { hub, shared }: Pick<Context, "hub" | "shared">,
  concern: DisclosedConcern,
  body: string,
): readonly KeptOut[] {
  const { id, version, moment, facts } = concern;
  const all = shared(`kept out ${id} ${version} ${moment?.at}`, () => {
    const interested = interestedIn(hub, facts.council);
    const people = moment ? interested.map((viewer) => hub.viewerAt(viewer, moment)) : interested;
    return keptOutOf({ rights: (moment ?? hub).rights, people }, concern);
  });
  return all.filter(({ bodies }) => bodies.includes(body));
}

const actOfOrigin = ({ by, at }: FactOrigin, scope: ActScope) =>
  by === undefined || at === undefined ? undefined : actOf({ actor: by, at }, scope);

export const explainResolvers = {
  Query: {
    async explain(_, { concern, part, person }, context) {
      const { hub, disclosing, shared } = context;
      const provenance = (id: string) => shared(`provenance ${id}`, () => provenanceFrom(hub, id));
      const subject = { concern, part, person: person ?? undefined };
      const explanation = await explain(hub, () => context.viewer, subject, provenance);
      if (!explanation) return oneRecord(context, "concern", concern, null);
      const leaving = buildDisclosedConcern(hub, context.viewer, "explain", explanation.concern);
      for (const carried of explanation.carries) disclosing.note(leaving, carried);
      if (explanation.carriesOutcome)
        disclosing.note(buildDisclosedOutcome(hub, context.viewer, "explain", explanation.concern), "outcome");
      const facts = explanation.facts.map(({ because, datedBy, ...fact }) => ({
        ...fact,
        because: () => {
          for (const dating of datedBy) disclosing.note(leaving, dating);
          return because.map((origin) => ({ ...origin, act: actOfOrigin(origin, explanation.concern.facts) }));
        },
      }));
      return { ...explanation, facts };
    },
  },
  Concern: {
    /** Explains a past concern under the policy in force at that time. */
    audience(concern, _, { hub, shared }) {
      if (!concern.parts.has("sharingRecord")) return null;
      const { moment } = concern;
      return shared(`audience ${concern.id} ${concern.version} ${moment?.at}`, () => audienceInWords(hub, concern));
    },
  },
  Audience: {
    bodies: ({ bodies }) => bodies.map(body),
    council: ({ council }, _, { hub }) => (council ? hub.councils.find(council) : null),
    region: (through) => (through.region ? region(through.region) : null),
  },
} satisfies Resolvers;
