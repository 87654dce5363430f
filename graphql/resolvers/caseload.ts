// What a list of concerns is filtered and ordered by beside the facts of the headline.
import type { Caseload, CaseloadFilter, Order } from "../../queries/concerns/caseload-filter.ts";
import { badInput } from "../context.ts";
import type { QueryResolvers } from "../generated/resolver-types.ts";

type Args = Parameters<NonNullable<QueryResolvers["concerns"]>>[1];

/** Undefined for the newest first, filtered by facts alone: those pages have a plan of their own. */
export function caseloadIn(input: NonNullable<Args["filter"]>, order: Args["order"]): Caseload | undefined {
  const { changedSince, sharedWith, owner } = input;
  const { council: _, region: __, strand: ___, cause: ____, stage: _____, text, ...others } = input;
  const given = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  const wanted: Order = order ?? "logged";
  if (given.length === 0 && wanted === "logged") return undefined;
  if (text?.trim() && wanted !== "logged") throw badInput("order: Leave out the order, or the words to search for.");
  for (const [field, value] of Object.entries({ sharedWith, owner }))
    if (value && value.length > 200) throw badInput(`filter.${field}: Enter 200 characters or fewer.`);
  const filter: CaseloadFilter = {
    ...Object.fromEntries(given),
    // As events have it.
    ...(changedSince && { changedSince: new Date(changedSince).toISOString() }),
  };
  return { filter, order: wanted };
}
