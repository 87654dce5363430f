// Public reference: regions, bodies and what refers to them by id.
import { BODIES, type Body, findBody } from "../../reference/bodies.ts";
import { findRegion, REGIONS } from "../../reference/regions.ts";
import { faultsOf } from "../../services/refusals.ts";
import type { Context } from "../context.ts";

export const region = (code: string | undefined) => (code === undefined ? null : findRegion(code));
export const body = (id: string | undefined) => (id === undefined ? null : findBody(id));

export const referenceResolvers = {
  Query: {
    regions: () => REGIONS,
    bodies: () => [...BODIES.values()],
    viewer: (_: unknown, __: unknown, { viewer }: Context) => viewer,
  },
  Body: { region: (parent: Body) => region(parent.region) },
  Error: { __resolveType: () => "Refused" },
  Refused: { faults: faultsOf },
};
