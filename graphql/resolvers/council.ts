// Councils: public reference, what the viewer may see about them, and their standing agreements.
import { readStandingAgreements } from "../../projections/council/standing-agreements.ts";
import type { Council } from "../../reference/councils.ts";
import type { CouncilCommandName } from "../../services/council/decide.ts";
import type { StandingAgreement } from "../../services/council/state.ts";
import { askingOf, type CommandInput, type Context, givenPosition } from "../context.ts";
import { connection, type PageArgs } from "./connection.ts";
import { deed } from "./deed.ts";
import { body, region } from "./reference.ts";

const command =
  (name: CouncilCommandName) =>
  async (_: unknown, { input }: { input: CommandInput }, context: Context) => {
    const { asking, rest } = askingOf(context, input);
    const outcome = await context.hub.services.council.execute(name, rest, asking);
    return outcome.kind === "refused"
      ? outcome
      : { position: givenPosition(context, outcome.position), council: context.hub.councils.find(String(input.council)) };
  };

export const councilResolvers = {
  Query: {
    council: (_: unknown, { code }: { code: string }, { hub }: Context) => hub.councils.find(code),
    councils(_: unknown, args: { region?: string | null; on?: string | null }, { hub }: Context) {
      const on = args.on ?? hub.today();
      return args.region ? hub.councils.inRegion(args.region, on) : hub.councils.all(on);
    },
  },
  Mutation: {
    giveStandingAgreement: command("giveStandingAgreement"),
    takeBackStandingAgreement: command("takeBackStandingAgreement"),
  },
  StandingAgreementResult: {
    __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : "StandingAgreementsChanged"),
  },
  Council: {
    region: (council: Council) => region(council.region),
    successors: (council: Council) => council.successors ?? [],
    invented: (council: Council) => council.invented ?? false,
    concerns: ({ code }: Council, args: PageArgs, context: Context) => connection(context, { council: code }, args),
    standingAgreements: ({ code }: Council, _: unknown, { hub, viewer }: Context) =>
      readStandingAgreements(hub, viewer.facts, code),
  },
  StandingAgreement: {
    id: ({ agreement }: StandingAgreement) => agreement,
    body: (parent: StandingAgreement) => body(parent.body),
    given: ({ given }: StandingAgreement) => deed(given),
    takenBack: ({ takenBack }: StandingAgreement) => takenBack && deed(takenBack),
  },
};
