// Councils: public reference data, the data that the viewer may see about them, and their standing agreements.

import { attribution, attributionWithReason, speaker } from "../../queries/attribution.ts";
import { readStandingAgreements } from "../../queries/council/read-council.ts";
import { speakingOffices } from "../../queries/people/speaking-offices.ts";
import { STRANDS } from "../../reference/strands.ts";
import { reveal } from "../../services/confidential.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, resultOf } from "./command.ts";
import { connection } from "./connection.ts";
import { body, council, region } from "./reference.ts";

export const councilResolvers = {
  Query: {
    council: (_, { code }, { hub }) => hub.councils.find(code),
    councils(_, args, { hub }) {
      const on = args.on ?? hub.today();
      return args.region ? hub.councils.inRegion(args.region, on) : hub.councils.all(on);
    },
  },
  Mutation: mutations(
    ["giveStandingAgreement", "takeBackStandingAgreement"],
    ({ council }) => council,
    (_, input, context) => ({ council: council(context, String(input.council)) }),
  ),
  StandingAgreementResult: resultOf("StandingAgreementsChanged"),
  Council: {
    region: (council) => region(council.region),
    successors: (council) => council.successors ?? [],
    invented: (council) => council.invented ?? false,
    concerns: ({ code }, args, context, info) => connection(context, { council: code }, args, info),
    speakingOffices: ({ code }, _, { hub, viewer }) => [
      ...new Set(STRANDS.flatMap((strand) => speakingOffices(hub, viewer, { council: code, strand }))),
    ],
    standingAgreements: (council, _, { hub, viewer }) =>
      readStandingAgreements(hub, viewer.facts, council)?.map((given) => ({
        ...given,
        scope: { council: council.code, region: council.region, strand: given.strand },
      })),
  },
  StandingAgreement: {
    id: ({ agreement }) => agreement,
    body: (parent) => body(parent.body),
    given: ({ given, scope }) => attribution(given, scope),
    givenBy: ({ given, scope, ...spoken }) => speaker(given, spoken, scope),
    takenBackBy: ({ takenBack, scope }) => takenBack && speaker(takenBack, takenBack, scope),
    statement: ({ text }, _, { hub }) => text && reveal(hub.keys, text)?.statement,
    takenBack: ({ takenBack, scope }, _, { hub }) => takenBack && attributionWithReason(hub.keys, takenBack, scope),
  },
} satisfies Resolvers;
