// What a list of supports is filtered by.
import type { SupportFilter } from "../../queries/support/support-list.ts";
import { badInput, type Context } from "../context.ts";
import type { QueryResolvers } from "../generated/resolver-types.ts";

type Input = NonNullable<Parameters<NonNullable<QueryResolvers["supports"]>>[1]["filter"]>;

export function supportFilterIn({ hub }: Context, input: Input): SupportFilter {
  const { region, council, provider, between, ...others } = input;
  const given = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  if (between && between.to < between.from)
    throw badInput("filter.between: The last day must be the same as or after the first day.");
  if (typeof input.clashing === "boolean" && !region && !council)
    throw badInput("filter.clashing: Give a region or a council with it.");
  return {
    ...Object.fromEntries(given),
    // No code or id is longer, so a truncated one matches nothing either.
    ...(region && { region: region.slice(0, 20) }),
    ...(council && { council: hub.councils.currentCode(council.slice(0, 20)) }),
    ...(provider && { provider: provider.slice(0, 100) }),
    ...(between && { between }),
  };
}
