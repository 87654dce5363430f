// Public reference data: regions, bodies, and references to them by id.
import { BODIES, type Body, findBody } from "../../reference/bodies.ts";
import type { Council } from "../../reference/councils.ts";
import { findRegion, REGIONS, type Region } from "../../reference/regions.ts";
import { faultsOf } from "../../services/refusals.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";

/** Events name only existing ids, so an unknown id is a fault of the hub. */
export const existing = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`There is no such ${what} in the reference data.`);
  return found;
};
export const region = (code: string): Region => existing(findRegion(code), "region");
export const body = (id: string | undefined): Body => existing(id === undefined ? undefined : findBody(id), "body");
export const council = ({ hub }: Pick<Context, "hub">, code: string): Council => existing(hub.councils.find(code), "council");

export const referenceResolvers = {
  Query: {
    regions: () => REGIONS,
    bodies: () => [...BODIES.values()],
    viewer: (_, __, { viewer }) => viewer,
  },
  Body: { region: (parent) => (parent.region ? region(parent.region) : null) },
  Error: { __resolveType: () => "Refused" },
  Refused: { faults: faultsOf },
} satisfies Resolvers;
