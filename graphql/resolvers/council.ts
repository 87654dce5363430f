// Councils: public reference, what the viewer may see about them, and their standing agreements.
import type { GraphQLResolveInfo } from "graphql";
import { readStandingAgreements } from "../../projections/council/read-council.ts";
import type { Council } from "../../reference/councils.ts";
import { reveal } from "../../services/confidential.ts";
import type { StandingAgreement } from "../../services/council/state.ts";
import type { Context } from "../context.ts";
import { mutations, resultOf } from "./command.ts";
import { connection } from "./connection.ts";
import { deed, deedWithReason } from "./deed.ts";
import type { PageArgs } from "./page.ts";
import { body, region } from "./reference.ts";

export const councilResolvers = {
  Query: {
    council: (_: unknown, { code }: { code: string }, { hub }: Context) => hub.councils.find(code),
    councils(_: unknown, args: { region?: string | null; on?: string | null }, { hub }: Context) {
      const on = args.on ?? hub.today();
      return args.region ? hub.councils.inRegion(args.region, on) : hub.councils.all(on);
    },
  },
  Mutation: mutations(
    ["giveStandingAgreement", "takeBackStandingAgreement"],
    ({ hub }, name, input, asking) => hub.services.council.execute(name, input, asking),
    (_, input, { hub }) => ({ council: hub.councils.find(String(input.council)) }),
  ),
  StandingAgreementResult: resultOf("StandingAgreementsChanged"),
  Council: {
    region: (council: Council) => region(council.region),
    successors: (council: Council) => council.successors ?? [],
    invented: (council: Council) => council.invented ?? false,
    concerns: ({ code }: Council, args: PageArgs, context: Context, info: GraphQLResolveInfo) =>
      connection(context, { council: code }, args, info),
    standingAgreements: (council: Council, _: unknown, { hub, viewer }: Context) =>
      readStandingAgreements(hub, viewer.facts, council),
  },
  StandingAgreement: {
    id: ({ agreement }: StandingAgreement) => agreement,
    body: (parent: StandingAgreement) => body(parent.body),
    given: ({ given }: StandingAgreement) => deed(given),
    statement: ({ text }: StandingAgreement, _: unknown, { hub }: Context) => text && reveal(hub.keys, text)?.statement,
    takenBack: ({ takenBack }: StandingAgreement, _: unknown, { hub }: Context) =>
      takenBack && deedWithReason(hub.keys, takenBack),
  },
};
