// Routes of the statements, with what they say of this hub.
import express, { type Router } from "express";
import type { SendPage } from "../respond.ts";
import { STATEMENTS } from "./titles.ts";

export type StatementFacts = {
  /** Whom people can turn to, in the words of who runs the hub; undefined if they have not said it. */
  readonly contact: string | undefined;
  readonly sessions: { readonly idleMs: number; readonly lifetimeMs: number };
  /** Months for which the record of disclosures is kept besides the current one; undefined for ever. */
  readonly disclosuresKeptMonths: number | undefined;
};

export function statementRoutes(send: SendPage, { contact, sessions, disclosuresKeptMonths }: StatementFacts): Router {
  const routes = express.Router();
  const facts = {
    ...{ contact, disclosuresKeptMonths },
    idleMinutes: sessions.idleMs / 60_000,
    sessionHours: sessions.lifetimeMs / 3_600_000,
  };
  for (const { path, title } of STATEMENTS)
    routes.get(path, (_, response) =>
      send(response, `statements${path}.njk`, { title, ...facts, back: { href: "/", text: "Home" } }),
    );
  return routes;
}
