// Traces the queries and builds of read models, and the decisions on commands.
import { inBackground } from "../../event-log/background.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { Builder } from "../../projections/runtime/builder.ts";
import type { Follower, FollowerReports } from "../../projections/runtime/follower.ts";
import type { Trace } from "./trace.ts";

export function tracedReads<Queries extends object>(follower: Follower<Queries>, trace: Trace): Follower<Queries> {
  if (!trace.isOn) return follower;
  let real: Queries | undefined;
  let traced: Queries | undefined;
  return {
    ...follower,
    queries() {
      const queries = follower.queries();
      if (queries !== real || !traced) traced = tracedQueries(follower.name, queries, trace);
      real = queries;
      return traced;
    },
  };
}

function tracedQueries<Queries extends object>(model: string, queries: Queries, trace: Trace): Queries {
  const traced = (name: string, query: unknown): unknown => {
    if (typeof query === "object" && query !== null)
      return Object.fromEntries(Object.entries(query).map(([inner, value]) => [inner, traced(`${name}.${inner}`, value)]));
    if (typeof query !== "function") return query;
    const attributes = { "candour.read_model": model, "candour.query": name };
    return (...words: unknown[]) => trace.span("read", attributes, () => query(...words));
  };
  return Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, traced(name, query)])) as Queries;
}

export const tracedDecisions = (rights: Rights, trace: Trace): Rights => ({
  ...rights,
  decide: (principal, action, resource) =>
    trace.span("policy.decide", { "candour.action": action }, (span) => {
      const decision = rights.decide(principal, action, resource);
      span.set({ "candour.allowed": decision.allowed });
      return decision;
    }),
});

/** The same for builds in another thread, which report their beginning and, with the duration, their end. A build that fails has no end. */
export function tracedBuildReports(trace: Trace): NonNullable<FollowerReports["onBuild"]> {
  const underWay = new Map<string, () => void>();
  return (model, ms) => {
    underWay.get(model)?.();
    underWay.delete(model);
    if (ms !== undefined || !trace.isOn) return;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    underWay.set(model, resolve);
    inBackground(
      "READ_MODEL_BEGIN",
      () => trace.job("read_model.build", { "candour.read_model": model }, () => ended),
      () => {},
    );
  };
}

/** A build starts a trace if no request waits for it. */
export const tracedBuilder = (builder: Builder, trace: Trace): Builder => ({
  ...builder,
  build: (model, file) => trace.job("read_model.build", { "candour.read_model": model.name }, () => builder.build(model, file)),
});
